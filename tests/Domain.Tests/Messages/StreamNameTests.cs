using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>An order's key identifies the order: source and id can be read back from it.</summary>
public sealed class StreamNameTests
{
    [TestCase("shop", "1001", "shop/1001")]
    [TestCase("shop", "a/b/c", "shop/a/b/c")]
    [TestCase("eu/shop", "1%2F", "eu%2Fshop/1%2F")]
    [TestCase("100%", "/", "100%25//")]
    [TestCase("%2F", "%", "%252F/%")]
    public void A_key_is_taken_apart_into_what_it_was_made_of(string source, string orderId, string key)
    {
        Assert.That(Streams.OrderKey(source, orderId), Is.EqualTo(key));
        Assert.That(Streams.OrderOf(key), Is.EqualTo((source, orderId)));
    }
}
