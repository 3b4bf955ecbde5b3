using System.Net;
using Ledger.Webhooks.Domain;
using NUnit.Framework;

namespace Ledger.DomainTests.Webhooks;

public sealed class EndpointAddressTests
{
    [TestCase("8.8.8.8"), TestCase("1.1.1.1"), TestCase("100.63.255.255"), TestCase("100.128.0.0"), TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("192.167.255.255"), TestCase("192.169.0.0"), TestCase("169.253.255.255"), TestCase("11.0.0.0"), TestCase("223.255.255.255")]
    [TestCase("2606:4700::1111"), TestCase("2a00:1450:4001::1"), TestCase("2001:4860:4860::8888"), TestCase("::ffff:8.8.8.8")]
    [TestCase("64:ff9b::8.8.8.8"), TestCase("2002:808:808::1")]
    public void Is_public(string address) => Assert.That(IsPublic(address), Is.True);

    [TestCase("0.0.0.0"), TestCase("0.1.2.3"), TestCase("10.0.0.1"), TestCase("10.255.255.255"), TestCase("100.64.0.1")]
    [TestCase("100.127.255.255")]
    [TestCase("127.0.0.1"), TestCase("127.255.255.255"), TestCase("169.254.169.254"), TestCase("172.16.0.1"), TestCase("172.31.255.255")]
    [TestCase("192.0.0.1"), TestCase("192.0.2.1"), TestCase("192.88.99.1"), TestCase("192.168.0.1"), TestCase("198.18.0.1")]
    [TestCase("198.19.255.255")]
    [TestCase("198.51.100.1"), TestCase("203.0.113.1"), TestCase("224.0.0.1"), TestCase("240.0.0.1"), TestCase("255.255.255.255")]
    [TestCase("::"), TestCase("::1"), TestCase("fc00::1"), TestCase("fdff::1"), TestCase("fe80::1"), TestCase("fec0::1")]
    [TestCase("ff02::1")]
    [TestCase("2001::1"), TestCase("2001:db8::1"), TestCase("3fff::1"), TestCase("100::1"), TestCase("5f00::1")]
    [TestCase("::ffff:127.0.0.1"), TestCase("::ffff:10.0.0.1"), TestCase("::127.0.0.1"), TestCase("64:ff9b::10.0.0.1")]
    [TestCase("64:ff9b:1::8.8.8.8")]
    [TestCase("2002:7f00:1::1"), TestCase("2002:a00:1::1")]
    public void Is_not_public(string address) => Assert.That(IsPublic(address), Is.False);

    [Test]
    public void Bytes_that_are_no_address_are_not_public() => Assert.That(EndpointAddress.IsPublic([8, 8, 8]), Is.False);

    [TestCase("https://shop.example/hooks/ledger?key=1"), TestCase("http://10.0.0.1:8080/"), TestCase("https://[2606:4700::1111]/")]
    public void A_URL_may_be(string url) => Assert.That(EndpointAddress.FaultOf(url), Is.Null);

    [TestCase(null), TestCase(""), TestCase("shop.example/hooks"), TestCase("/hooks"), TestCase("ftp://shop.example/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("https://user:password@shop.example/"), TestCase("https://shop.example/#part"), TestCase("javascript:alert(1)")]
    [TestCase("https://")]
    public void A_URL_may_not_be(string? url) => Assert.That(EndpointAddress.FaultOf(url), Is.Not.Null);

    [Test]
    public void A_URL_of_more_than_2048_characters_is_too_long() =>
        Assert.That(EndpointAddress.FaultOf($"https://shop.example/{new string('a', 2048)}"), Is.Not.Null);

    private static bool IsPublic(string address) => EndpointAddress.IsPublic(IPAddress.Parse(address).GetAddressBytes());
}
