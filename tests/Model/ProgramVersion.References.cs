namespace Ledger.Model;

/// <summary>What a version names must be there, and be asked where it can be answered (mechanics.md §4, §6, §8).</summary>
internal sealed partial class ProgramVersion
{
    private readonly List<When> whens = [];

    private void CheckReferences()
    {
        foreach (var t in Tiers)
        {
            Known("tiers." + t.Id + ".perks", t.Perks, Perks.ConvertAll(x => x.Id));
        }
        foreach (var m in Memberships)
        {
            Known("memberships." + m.Id + ".perks", m.Perks, Perks.ConvertAll(x => x.Id));
        }
        foreach (var r in Rewards)
        {
            Known("rewards." + r.Id + ".tierIn", r.TierIn, Tiers.ConvertAll(x => x.Id));
        }
        foreach (var w in whens)
        {
            Known(w.Path + ".tierIn", w.TierIn, Tiers.ConvertAll(x => x.Id));
            Known(w.Path + ".notTierIn", w.NotTierIn, Tiers.ConvertAll(x => x.Id));
            Known(w.Path + ".segmentIn", w.SegmentIn, Segments.ConvertAll(x => x.Id));
            Known(w.Path + ".perkIn", w.PerkIn, Perks.ConvertAll(x => x.Id));
            Known(w.Path + ".membershipIn", w.MembershipIn, Memberships.ConvertAll(x => x.Id));
            Known(w.Path + ".partnerIn", w.PartnerIn, Partners.ConvertAll(x => x.Id));
        }
        foreach (var s in Segments)
        {
            Require(s.When.SegmentIn == null && s.When.PerkIn == null && !s.When.AsksAboutAnOrder, "segments." + s.Id + ".when");
        }
        foreach (var p in Perks)
        {
            Require(p.When is not ({ PerkIn: not null } or { AsksAboutAnOrder: true }), "perks." + p.Id + ".when");
        }
        var programWide = new HashSet<string>(StringComparer.Ordinal);
        foreach (var m in Milestones)
        {
            Known("milestones." + m.Id + ".reward", [m.Reward], Rewards.ConvertAll(x => x.Id));
            Require(programWide.Add(m.Id), "milestones." + m.Id + ".id");
        }
        foreach (var c in Challenges)
        {
            CheckPrizes("challenges." + c.Id, c.Prizes, c.Eligible);
            Require(programWide.Add(c.Id), "challenges." + c.Id + ".id");
        }
        foreach (var d in Draws)
        {
            CheckPrizes("draws." + d.Id, [d.Prize], d.Eligible);
            Require(programWide.Add(d.Id), "draws." + d.Id + ".id");
        }
    }

    private void CheckPrizes(string path, List<Prize> prizes, When? eligible)
    {
        Require(eligible is not { AsksAboutAnOrder: true }, path + ".eligible");
        foreach (var p in prizes)
        {
            if (p.Reward != null)
            {
                Known(path + ".reward", [p.Reward], Rewards.ConvertAll(x => x.Id));
            }
        }
    }

    private static void Known(string path, List<string>? named, List<string> there)
    {
        foreach (var id in named ?? [])
        {
            Require(there.Contains(id), path);
        }
    }

    private static void Require(bool holds, string path)
    {
        if (!holds)
        {
            throw new ProgramErrorException(path, "makes no sense");
        }
    }
}
