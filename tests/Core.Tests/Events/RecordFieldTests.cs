using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Events;

public sealed class RecordFieldTests
{
    [Fact]
    public void A_record_is_read_into_the_fields_of_the_filter_language()
    {
        var record = Some.Read(Some.Record());

        Assert.Equal("PutImage", record.Event.Action);
        Assert.Equal("ecr.amazonaws.com", record.Event.Service);
        Assert.Equal(["team/api"], record.Event.Repositories);
        Assert.Equal("arn:aws:iam::111122223333:user/alice", record.Event.Actor.Identity);
        Assert.Equal("alice", record.Event.Actor.User);
        Assert.Equal(EventFlags.Write, record.Event.Flags);
        Assert.Equal(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), record.Event.Time);
    }
}
