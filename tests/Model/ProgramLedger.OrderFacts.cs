namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private Outcome OfOrder(OrderFact f, bool mayPark)
    {
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        var orderKey = OrderKey(f.Source, f.OrderId);
        var order = FindOrder(orderKey);
        if (order == null)
        {
            return Park(f, key + content, mayPark);
        }
        if (f is OrderReturned ret)
        {
            if (order.Cancelled)
            {
                throw new RefusedException("order_cancelled");
            }
            foreach (var l in ret.Lines)
            {
                var line = order.Now.Lines.FirstOrDefault(x => x.LineId == l.LineId) ?? throw new RefusedException("unknown_line");
                if (l.Quantity > order.Remaining(line))
                {
                    throw new RefusedException("return_exceeds_remaining");
                }
            }
        }
        var a = Begin(accountOfOrder[orderKey], Later(f.At, order.Now.PlacedAt));
        var at = a.Clock!.Value;
        var s = a.Edit(orderKey);
        switch (f)
        {
            case OrderPaid or OrderShipped or OrderDelivered when s.Cancelled:
                // Recorded, and without effect.
                break;
            case OrderReturned back:
                foreach (var l in back.Lines)
                {
                    s.Returned[l.LineId] = s.Returned.GetValueOrDefault(l.LineId) + l.Quantity;
                }
                Evaluate(s);
                PostOrder(a, s, at);
                RestoreRedeemed(a, s, at);
                break;
            case OrderCancelled:
                s.Cancelled = true;
                foreach (var l in s.Now.Lines)
                {
                    s.Returned[l.LineId] = l.Quantity;
                }
                Evaluate(s);
                PostOrder(a, s, at);
                RestoreRedeemed(a, s, at);
                break;
            default:
                var name = f is OrderPaid ? "paid" : f is OrderShipped ? "shipped" : "delivered";
                s.Triggers[name] = Later(f.At, order.Now.PlacedAt);
                foreach (var l in a.Lots)
                {
                    if (l.Cause == s.Key
                        && l.Unit == "points"
                        && l.State == LotState.Pending
                        && TriggerDate(s) is { } due
                        && !(l.ActivateAt <= due))
                    {
                        l.ActivateAt = Later(due, at);
                    }
                }
                break;
        }
        if (f is OrderReturned or OrderCancelled)
        {
            ReachMilestones(a, at);
        }
        Judge(a, at);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    private static DateTimeOffset? TriggerDate(OrderState s)
    {
        DateTimeOffset? first = null;
        foreach (var name in s.AllowedTriggers)
        {
            if (s.Triggers.TryGetValue(name, out var t) && !(t >= first))
            {
                first = t;
            }
        }
        return first?.AddHours(24.0 * s.Version.DelayDays);
    }
}
