using Ledger.Webhooks.Domain;
using NUnit.Framework;

namespace Ledger.DomainTests.Webhooks;

public sealed class WebhookTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly Webhook One = new()
    {
        Id = "shop",
        Program = "acme",
        Url = "https://shop.example/",
        Types = ["*"],
        Secrets = [new WebhookSecret("first", Start)],
        CreatedAt = Start,
        ChangedAt = Start,
        ChangedBy = "ann",
    };

    private static readonly WebhookProgress Nothing = new() { Id = "shop", Program = "acme", Position = 10 };

    [Test]
    public void A_replaced_secret_stays_valid_for_a_time()
    {
        var changed = One.WithSecret("second", Start, Start.AddHours(24));

        Assert.That(Texts(changed, Start.AddHours(24).AddTicks(-1)), Is.EqualTo(new[] { "second", "first" }));
        Assert.That(Texts(changed, Start.AddHours(24)), Is.EqualTo(new[] { "second" }));
    }

    [Test]
    public void Replacing_again_never_lengthens_the_time_of_an_old_one_and_three_are_valid_at_most()
    {
        var changed = One.WithSecret("second", Start, Start.AddHours(1)).WithSecret("third", Start.AddMinutes(1), Start.AddHours(24));
        Assert.That(changed.Secrets.Select(secret => secret.ValidUntil),
            Is.EqualTo(new DateTimeOffset?[] { null, Start.AddHours(24), Start.AddHours(1) }));

        var again = changed.WithSecret("fourth", Start.AddMinutes(2), Start.AddHours(24));
        Assert.That(again.Secrets.Select(secret => secret.Text), Is.EqualTo(new[] { "fourth", "third", "second" }));
        Assert.That(again.WithSecret("fifth", Start.AddDays(3), Start.AddDays(4)).Secrets.Select(secret => secret.Text),
            Is.EqualTo(new[] { "fifth", "fourth" }));
    }

    [Test]
    public void A_failure_keeps_the_position_and_counts_from_the_first_attempt()
    {
        var first = Nothing.AfterFailure(At(11, 1, Start, 500), Start.AddSeconds(5));
        var second = first.AfterFailure(At(11, 2, Start.AddSeconds(5), 500), Start.AddSeconds(15));

        Assert.That(second.Position, Is.EqualTo(10));
        Assert.That(second.Failing, Is.EqualTo(new Failing(11, Start, 2, Start.AddSeconds(15))));
        Assert.That(second.Failed, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_success_moves_the_position_and_ends_the_failing()
    {
        var after = Nothing.AfterFailure(At(11, 1, Start, 500), Start).AfterSuccess(At(11, 2, Start.AddSeconds(5), 204));

        Assert.That((after.Position, after.Delivered, after.Failing), Is.EqualTo((11L, 1L, (Failing?)null)));
        Assert.That(after.Attempts().Select(attempt => attempt.Number), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public void Skipping_never_goes_back() =>
        Assert.That((Nothing.AfterSkipping(7).Position, Nothing.AfterSkipping(12).Position), Is.EqualTo((10L, 12L)));

    [Test]
    public void A_person_may_set_the_position_anywhere_and_who_delivers_notices()
    {
        var set = Nothing.AfterFailure(At(11, 1, Start, 500), Start).From(3);
        Assert.That((set.Position, set.Failing, set.Turn), Is.EqualTo((3L, (Failing?)null, 1L)));
    }

    [Test]
    public void The_log_of_attempts_is_bounded_and_failures_are_not_pushed_out_by_successes()
    {
        var progress = Nothing.AfterFailure(At(11, 1, Start, 500), Start);
        for (var n = 0; n < 200; n++) progress = progress.AfterSuccess(At(11 + n, 1, Start.AddSeconds(n), 200));

        Assert.That(progress.Succeeded, Has.Count.EqualTo(WebhookProgress.RememberedMax));
        Assert.That(progress.Succeeded[^1].Position, Is.EqualTo(210));
        Assert.That(progress.Failed, Has.Count.EqualTo(1));
    }

    private static IEnumerable<string> Texts(Webhook webhook, DateTimeOffset now) => webhook.SecretsAt(now).Select(secret => secret.Text);

    private static Attempt At(long position, int number, DateTimeOffset at, int status) =>
        new(Guid.Empty, "tier_upgraded", position, number, at, 3, status);
}
