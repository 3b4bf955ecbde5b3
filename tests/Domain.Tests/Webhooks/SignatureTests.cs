using System.Text;
using Ledger.Webhooks.Domain;
using NUnit.Framework;

namespace Ledger.DomainTests.Webhooks;

public sealed class SignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Body = """{"test": 2432232314}""";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;

    [Test]
    public void Signs_as_the_example_that_the_libraries_of_the_scheme_share() =>
        Assert.That(Signature.Of([Secret], Id, Timestamp, Encoding.UTF8.GetBytes(Body)),
            Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

    [Test]
    public void Signs_with_every_secret_the_newest_first()
    {
        var other = SecretText.Of([.. Enumerable.Range(0, 32).Select(n => (byte)n)]);
        var body = Encoding.UTF8.GetBytes(Body);

        Assert.That(Signature.Of([other, Secret], Id, Timestamp, body).Split(' '), Is.EqualTo(new[]
        {
            Signature.Of([other], Id, Timestamp, body), Signature.Of([Secret], Id, Timestamp, body),
        }));
    }

    [TestCase(24), TestCase(32), TestCase(64)]
    public void A_secret_of_24_to_64_bytes_is_read_again(int length)
    {
        var key = Enumerable.Range(0, length).Select(n => (byte)(n * 3)).ToArray();
        Assert.That(SecretText.KeyOf(SecretText.Of(key)), Is.EqualTo(key));
    }

    [TestCase(23), TestCase(65), TestCase(200), TestCase(0)]
    public void A_secret_of_another_length_is_none(int length) => Assert.That(SecretText.KeyOf(SecretText.Of(new byte[length])), Is.Null);

    [TestCase(null), TestCase(""), TestCase("whsec_"), TestCase("whsec_!!!!"), TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Other_texts_are_no_secrets(string? text) => Assert.That(SecretText.KeyOf(text), Is.Null);
}
