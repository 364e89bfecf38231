using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Identity;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Identity;

/// <summary>Chains over generated sessions of which the truth is known.</summary>
public sealed class ActorChainProperties(ITestOutputHelper output)
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void What_is_proven_is_true()
    {
        var proven = 0;
        Prop.ForAll(SessionGraph.Some, graph =>
        {
            foreach (var session in graph.Sessions)
            {
                var (chain, taken) = (ChainOf(graph, session, graph.Imported), session);
                foreach (var hop in chain.Hops.Skip(1).TakeWhile(hop => hop.Proof is HopProof.IssuedKey or HopProof.SameSession or HopProof.SharedCopy))
                {
                    // What is correlated may be another session of the same name; from there on, it is the truth about that one.
                    var issued = graph.IssuedBy(hop.Proof.Evidence[0].EventId);
                    Assert.All(hop.Proof.Evidence, evidence => Assert.Equal(issued, graph.IssuedBy(evidence.EventId)));
                    if (hop.Proof is HopProof.IssuedKey)
                    {
                        Assert.Equal(taken, issued);
                        proven++;
                    }

                    Assert.Equal(taken.Label, issued.Label);
                    if (hop is not ActorHop.OtherAccount)
                    {
                        Assert.Equal(issued.CallerLabel, hop.Label);
                    }

                    taken = issued.From ?? issued;
                }
            }
        }).Check(Many);
        output.WriteLine($"{proven} hops were proven.");
        Assert.True(proven > 1000);
    }

    [Fact]
    public void Where_every_step_has_its_event_the_chain_is_proven_to_its_end()
    {
        var told = 0;
        Prop.ForAll(SessionGraph.Some, graph =>
        {
            foreach (var session in graph.Sessions.Where(session => session.IsTold))
            {
                var chain = ChainOf(graph, session, graph.Imported);
                Assert.Equal(("proven", session.OriginLabel), (chain.Certainty, chain.Who.Label));
                told++;
            }
        }).Check(Many);
        output.WriteLine($"{told} chains were proven.");
        Assert.True(told > 1000);
    }

    [Fact]
    public void A_session_that_only_one_event_can_have_issued_is_correlated_with_it_and_one_of_two_is_ambiguous()
    {
        var (correlated, ambiguous) = (0, 0);
        Prop.ForAll(SessionGraph.Some, graph =>
        {
            foreach (var session in graph.Sessions.Where(session => session.Plan.UsesAnotherKey && session.IssuingIds.Any()))
            {
                var alike = graph.Sessions.Count(other => other.Label == session.Label && other.Time == session.Time && other.IssuingIds.Any());
                var hop = ChainOf(graph, session, graph.Imported).Hops[1];
                if (alike == 1)
                {
                    correlated++;
                    Assert.Equal("correlated", hop.Proof.Name);
                    Assert.All(hop.Proof.Evidence, evidence => Assert.Equal(session, graph.IssuedBy(evidence.EventId)));
                }
                else
                {
                    ambiguous++;
                    Assert.Equal(alike, Assert.IsType<ActorHop.OneOf>(hop).Candidates.Count);
                }
            }
        }).Check(Many);
        output.WriteLine($"{correlated} sessions were correlated, {ambiguous} ambiguous.");
        Assert.True(correlated > 100 && ambiguous > 100);
    }

    [Fact]
    public void The_order_of_the_events_and_copies_of_them_change_no_chain() =>
        Prop.ForAll(SessionGraph.Some, ArbMap.Default.ArbFor<int>(), (graph, seed) =>
        {
            var imported = graph.Imported;
            CallerRecord[] shuffled = [.. imported, .. imported.Take(3)];
            new Random(seed).Shuffle(shuffled);
            foreach (var session in graph.Sessions)
            {
                Assert.Equal(ChainOf(graph, session, imported).Told(), ChainOf(graph, session, shuffled).Told());
            }
        }).Check(Many);

    private static ActorChain ChainOf(SessionGraph graph, TrueSession session, IReadOnlyList<CallerRecord> imported)
    {
        var resolving = new ActorChains(new ListedEvidence(imported)).ResolveAsync(SessionGraph.CallOf(session), CancellationToken.None);
        Assert.True(resolving.IsCompleted, graph.ToString());
        return resolving.GetAwaiter().GetResult();
    }
}
