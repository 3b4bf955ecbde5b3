using System.Globalization;

namespace Ledger.Fuzz.Inputs;

/// <summary>Makes requests: the n-th of a lane is the same whenever it is made.</summary>
public sealed class Requests(Scenario scenario, ulong seed, int lane)
{
    private const int DraftedPrograms = 40;
    private static readonly string[] Versions = ["0", "1", "1", "1", "2", "-1", "2147483648", "x", "%00"];
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "FOO", "POST"];
    private static readonly string[] ContentTypes = ["application/json", "application/x-ndjson", "text/plain", "",
        "application/json; charset=utf-16", "multipart/form-data; boundary=x", "application/xml", "*/*", "a", "application/json;;;"];

    private static readonly string[] Headers =
    [
        "Accept: application/xml\r\n", "Accept: \r\n", "Accept-Encoding: gzip\r\n", "Content-Encoding: gzip\r\n", "Expect: 200-ok\r\n",
        "Range: bytes=0-0\r\n", "If-Match: \"x\"\r\n", "X-Forwarded-For: \0\r\n", "X: \u0001\r\n",
        "Cookie: a=b\r\n", "traceparent: 00-x\r\n", "Authorization: Basic eDp5\r\n", "Host: other\r\n",
        "X-HTTP-Method-Override: DELETE\r\n", "Idempotency-Key: second\r\n", "Transfer-Encoding: gzip\r\n", "Content-Length: 0\r\n",
        $"X: {new string('h', 9000)}\r\n",
        $"X: {Node.RawByte(0xE9)}\r\n", "X : y\r\n", "X\r\n", "\r\n", "Connection: close\r\n",
        "Connection: upgrade\r\nUpgrade: websocket\r\n", "Accept-Language: xx\r\n",
    ];

    private static readonly string[] Authorizations = ["", "Bearer", "Bearer ", "Bearer x", "Bearer lk_a_b", "bearer {KEY}",
        "Bearer {KEY}x", "Basic {KEY}", "Bearer {KEY},{KEY}", "Bearer  {KEY}", $"Bearer {Node.RawByte(0xE9)}", "Bearer lk_%00_x",
        new string('k', 3000)];

    /// <summary>Good facts' accounts are this lane's own.</summary>
    public string GoodLane { get; } = string.Create(CultureInfo.InvariantCulture, $"h{lane}");

    /// <summary>How many good facts of this lane were acknowledged, by account.</summary>
    public long[] Good { get; } = new long[Scenario.GoodAccounts];

    private static string At(string program) => $"/v1/programs/{program}";

    private string Main => At(scenario.Main);

    /// <summary>The n-th request.</summary>
    public Request Make(long number)
    {
        var dice = Dice.Of(seed, lane, number);
        return dice.Below(100) switch
        {
            < 40 => Batch(dice, number),
            < 58 => Fact(dice),
            < 74 => Command(dice, number),
            < 90 => Query(dice),
            < 93 => ProgramChange(dice),
            < 96 => new Request("simulation", Request.HeadOf("POST", $"{Main}/simulations"),
                Mutation.Of(dice, Scenario.Fact(dice, scenario.Main).Fact)),
            _ => Junk(dice, number),
        };
    }

    private Request Batch(Dice dice, long number)
    {
        var count = dice.OneIn(10) ? dice.Between(200, 400) : dice.Between(20, 120);
        using var body = new MemoryStream();
        var good = new List<int>();
        var mutated = 0;
        for (var line = 1; line <= count; line++)
        {
            if (line > 1) body.WriteByte((byte)'\n');
            if (dice.OneIn(5))
            {
                good.Add(line);
                body.Write(Scenario.Good(dice, scenario.Main, GoodLane, (number * 1000) + line).ToBytes());
                continue;
            }

            mutated++;
            body.Write(MutatedFact(dice, scenario.Main));
        }

        if (dice.OneIn(3)) body.WriteByte((byte)'\n');
        return new Request("batch", Request.HeadOf("POST", $"{Main}/orders", dice.OneIn(9) ? dice.Of(ContentTypes)
            : "application/x-ndjson"), body.ToArray(), mutated, good);
    }

    /// <summary>Says that a batch was acknowledged: its good facts must be recorded.</summary>
    public void Acknowledged(long number, Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var line in request.GoodLines ?? []) Interlocked.Increment(ref Good[((number * 1000) + line) % Scenario.GoodAccounts]);
    }

    /// <summary>A fact as an element of a batch, mutated.</summary>
    internal static byte[] MutatedFact(Dice dice, string program)
    {
        var (type, _, fact) = Scenario.Fact(dice, program);
        if (type != "OrderPlaced" || dice.OneIn(2)) fact.All.Insert(0, ("type", Node.Quoted(type)));
        return Mutation.Of(dice, fact);
    }

    private Request Fact(Dice dice)
    {
        var (type, order, fact) = Scenario.Fact(dice, scenario.Main);
        var (method, subpath) = type switch
        {
            "OrderPaid" => ("POST", "/payments"),
            "OrderShipped" => ("POST", "/shipments"),
            "OrderDelivered" => ("POST", "/deliveries"),
            "OrderReturned" => ("POST", "/returns"),
            "OrderCancelled" => ("POST", "/cancellation"),
            _ => ("PUT", ""),
        };
        var isPathMutated = dice.OneIn(6);
        var source = isPathMutated && dice.OneIn(2) ? dice.Of(Values.Segments) : "shop";
        var target = $"{Main}/orders/{source}/{(isPathMutated ? dice.Of(Values.Segments) : order)}{subpath}";
        if (isPathMutated && dice.OneIn(2)) fact.All.RemoveAll(member => member.Name is "source" or "orderId" or "program");
        return new Request("fact", Request.HeadOf(method, target), isPathMutated && dice.OneIn(2) ? fact.ToBytes()
            : Mutation.Of(dice, fact));
    }

    private Request Command(Dice dice, long number)
    {
        var key = dice.OneIn(8) ? string.Create(CultureInfo.InvariantCulture, $"k{dice.Below(3000)}")
            : string.Create(CultureInfo.InvariantCulture, $"k{((lane * 977) + number) % 3000}");
        var (_, path, command) = Scenario.Command(dice, scenario.Main, key);
        command.All.RemoveAll(member => member.Name is "program" or "key");
        if (dice.OneIn(6))
        {
            var segments = path.Split('/');
            segments[dice.Below(segments.Length)] = dice.Of(Values.Segments);
            path = string.Join('/', segments);
            if (dice.OneIn(2)) key = dice.OneIn(5) ? "" : dice.Of(Values.Segments);
        }

        var body = dice.OneIn(5) ? command.ToBytes() : Mutation.Of(dice, command);
        return new Request("command", Request.HeadOf("POST", $"{Main}/{path}", idempotencyKey: key), body);
    }

    private Request Query(Dice dice)
    {
        var account = dice.OneIn(4) ? dice.Of(Values.Segments) : Scenario.SomeAccount(dice);
        var id = dice.OneIn(3) ? dice.Of(Values.Segments) : string.Create(CultureInfo.InvariantCulture, $"k{dice.Below(3000)}");
        string[] paths =
        [
            "", "/accounts", $"/accounts/{account}/balance", $"/accounts/{account}/standing", $"/accounts/{account}/rebates",
            $"/accounts/{account}/lots", $"/accounts/{account}/entries",
            $"/accounts/{account}/statement", $"/accounts/{account}/statement.csv",
                $"/orders/shop/{(dice.OneIn(3) ? dice.Of(Values.Segments) : Scenario.SomeOrder(dice))}",
                $"/orders/{dice.Of(Values.Segments)}/{dice.Of(Values.Segments)}",
            $"/entries/{id}/explanation", "/rejected", $"/rejected/{id}", $"/holds/{id}", $"/redemptions/{id}", $"/adjustments/{id}",
                $"/vouchers/{id}", "/adjustments", "/versions", $"/versions/{dice.Of(Values.Segments)}", "/clock", "/intake",
            "/reports/trial-balance", "/events", "/exports/rebates.csv", $"/{dice.Of(Values.Segments)}",
            $"/accounts/{account}/{dice.Of(Values.Segments)}",
        ];
        var program = dice.OneIn(10) ? dice.Of(Values.Segments) : scenario.Main;
        var target = dice.OneIn(25) ? dice.Of(["/v1/programs", "/v1/integrity", "/v1/integrity/verify", "/v1/projections/rebuild",
            "/health/live", "/health/ready", "/", "//", "/v1", "/v1/", "*", "/metrics", "/%00", "/v1/programs/", "/favicon.ico"])
            : At(program) + dice.Of(paths);
        return new Request("query", Request.HeadOf("GET", target + QueryString(dice), ""), []);
    }

    // Positions far ahead are not requested, because the service waits for them by design.
    private static string QueryString(Dice dice)
    {
        var count = dice.Below(4);
        var parts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var name = dice.Of(Values.QueryNames);
            var value = name == "minPosition" ? dice.Of(["0", "1", "-1", "", "x", "1e3", "99999999999999999999999", "%00", "1.5"])
                : name is "from" or "to" or "effectiveAsOf" or "recordedAsOf" && dice.OneIn(2)
                    ? Uri.EscapeDataString(dice.Of(Values.Times).Trim('"'))
                : name == "limit" && dice.OneIn(2) ? dice.Of(["1", "10", "0", "1001", "1000"])
                : dice.Of(Values.Segments);
            if (name == "minPosition" || value.Length < 1000) parts.Add(dice.OneIn(10) ? name : $"{name}={value}");
        }

        return parts.Count == 0 ? "" : $"?{string.Join(dice.OneIn(20) ? ";" : "&", parts)}";
    }

    private Request ProgramChange(Dice dice)
    {
        var drafted = scenario.Drafted(dice.Below(DraftedPrograms));
        switch (dice.Below(6))
        {
            case 0:
                var to = new Members();
                to = dice.OneIn(4) ? to.With("mode", "wall") : to.With("advanceTo", new Leaf(dice.Of(Values.Times)));
                var clock = Request.HeadOf("POST", $"{At(scenario.Clock)}/clock");
                return new Request("program", clock, dice.OneIn(2) ? to.ToBytes() : Mutation.Of(dice, to));
            case 1:
                var program = dice.OneIn(2) ? scenario.Clock : drafted;
                var change = $"{At(program)}/versions/{dice.Of(Versions)}/{dice.Of(["publish", "retire"])}";
                return new Request("program", Request.HeadOf("POST", change), []);
            case 2:
                var order = Request.HeadOf("PUT", $"{At(drafted)}/orders/shop/{Scenario.SomeOrder(dice)}");
                return new Request("program", order, Mutation.Of(dice, Scenario.Fact(dice, drafted).Fact));
            default:
                var mode = dice.OneIn(3) ? $"?clock={dice.Of(["manual", "wall", "", "x", "%00"])}" : "";
                var draft = Request.HeadOf("PUT", $"{At(drafted)}/versions/1{mode}");
                return new Request("program", draft, Mutation.Of(dice, Scenario.Document(drafted)));
        }
    }

    // Invalid methods, headers, keys and framing, which no well-behaved client sends.
    private Request Junk(Dice dice, long number)
    {
        var like = dice.Below(3) switch { 0 => Fact(dice), 1 => Command(dice, number), _ => Query(dice) };
        var head = like.Head;
        switch (dice.Below(5))
        {
            case 0: head = dice.Of(Methods) + head[head.IndexOf(' ', StringComparison.Ordinal)..]; break;
            case 1: head += dice.Of(Headers); break;
            case 2: head = head.Replace($"Bearer {Request.Key}", dice.Of(Authorizations), StringComparison.Ordinal); break;
            case 3: head = head.Replace("application/json", dice.Of(ContentTypes), StringComparison.Ordinal); break;
            default:
                var at = dice.Below(head.Length);
                head = head[..at] + (dice.OneIn(2) ? Node.RawByte((byte)dice.Below(256)) : "") + head[(at + dice.Below(2))..];
                break;
        }

        return like with { Kind = "junk", Head = head };
    }
}
