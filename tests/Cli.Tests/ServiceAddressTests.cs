using Ledger.Cli.Service;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Where the address and the key come from.</summary>
internal sealed class ServiceAddressTests
{
    [Test]
    public void What_is_given_wins_over_the_environment_and_that_over_the_file()
    {
        var folder = CommandRun.Folder();
        Directory.CreateDirectory(Path.Combine(folder, ".data"));
        File.WriteAllText(Path.Combine(folder, ".data", "url"), "http://file:1\n");
        File.WriteAllText(Path.Combine(folder, ".data", "operator.key"), "k3\n");

        var given = new ServiceAddress("http://given:1/", "k1", folder, name => $"http://{name}");
        var set = new ServiceAddress(null, null, folder, name => name == "LEDGER_URL" ? "http://set:1" : "k2");
        var left = new ServiceAddress(null, null, folder, _ => null);

        Assert.That(
            new[] { given.Base, set.Base, left.Base }.Select(address => address.AbsoluteUri),
            Is.EqualTo(new[] { "http://given:1/", "http://set:1/", "http://file:1/" }));
        Assert.That(new[] { given.Key, set.Key, left.Key }, Is.EqualTo(new[] { "k1", "k2", "k3" }));
    }

    [Test]
    public void What_infra_run_left_is_found_from_every_folder_below_it()
    {
        var folder = CommandRun.Folder();
        var below = Directory.CreateDirectory(Path.Combine(folder, "services", "Cli")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, ".data"));
        File.WriteAllText(Path.Combine(folder, ".data", "url"), "http://file:1\n");
        File.WriteAllText(Path.Combine(folder, ".data", "operator.key"), "k\n");

        var address = new ServiceAddress(null, null, below, _ => null);

        Assert.That((address.Base.AbsoluteUri, address.Key), Is.EqualTo(("http://file:1/", "k")));
    }

    [Test]
    public void A_service_that_was_started_again_is_found_at_its_new_port()
    {
        var folder = CommandRun.Folder();
        Directory.CreateDirectory(Path.Combine(folder, ".data"));
        var address = new ServiceAddress(null, null, folder, _ => null);

        File.WriteAllText(Path.Combine(folder, ".data", "url"), "http://127.0.0.1:1");
        var before = address.Base.Port;
        File.WriteAllText(Path.Combine(folder, ".data", "url"), "http://127.0.0.1:2");

        Assert.That((before, address.Base.Port), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Without_any_address_it_says_what_to_do()
    {
        // Outside of any checkout, which may have a .data of its own.
        var folder = Directory.CreateTempSubdirectory("ledger-cli-").FullName;
        var address = new ServiceAddress(null, null, folder, _ => null);

        Assert.That(address.Key, Is.Null);
        Assert.That(
            () => address.Base,
            Throws.TypeOf<CliFailure>().With.Message.Contains("infra/run").And.Property("ExitCode").EqualTo(ExitCode.Usage));
    }
}
