using TrailBoard.Core.Search;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class RowColumnsTests
{
    [Theory]
    [InlineData("time:180,user,action", "time:180,user,action")]
    [InlineData(" TIME:180, user ,,nonsense,user,time", "time:180,user")]
    // What only the record knows is no column of a row.
    [InlineData("requestId,req.name,record,ip", "ip")]
    [InlineData("time:5,user:99999,action:-3,region:x,ip:1:2", "time:64,user:800,action,region")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Columns_read_back_from_the_address_without_what_cannot_be_one(string? text, string columns)
    {
        Assert.Equal(columns, RowColumns.Read(text).ToString());
    }

    [Fact]
    public void A_field_is_added_last_and_taken_away_but_for_the_last_one()
    {
        var columns = RowColumns.Read("time:180,user");

        Assert.Equal("time:180,user,ip", columns.Toggled(EventFields.Address).ToString());
        Assert.Equal("user", columns.Toggled(EventFields.Time).ToString());
        Assert.Equal("user", columns.Toggled(EventFields.Time).Toggled(EventFields.User).ToString());
    }

    [Theory]
    [InlineData(-1, "user,time:180,action")]
    [InlineData(1, "time:180,action,user")]
    [InlineData(-9, "user,time:180,action")]
    [InlineData(9, "time:180,action,user")]
    public void A_column_moves_with_its_width_and_not_past_the_ends(int by, string columns)
    {
        var before = RowColumns.Read("time:180,user,action");

        Assert.Equal(columns, before.Moved(EventFields.User, by).ToString());
        Assert.Equal(before.ToString(), before.Moved(EventFields.Error, by).ToString());
    }

    [Fact]
    public void A_width_is_one_that_can_be_read_and_reached()
    {
        var columns = RowColumns.Read("time,user");

        Assert.Equal("time,user:300", columns.Sized(EventFields.User, 300).ToString());
        Assert.Equal("time,user:64", columns.Sized(EventFields.User, -10).ToString());
    }

    [Fact]
    public void Links_carry_the_columns_and_files_do_not()
    {
        var scope = ViewScope.Read("user:alice", null, null, rows: "events", columns: "time:180,user");

        Assert.Equal("/events?q=user:alice&rows=events&columns=time:180,user", PageUrls.Events(scope));
        Assert.Equal("/events?q=user:bob&rows=events&columns=time:180,user", new HandleLinks(scope, Filter.All).Only(EventFields.User, "bob"));
        Assert.Equal("/export/events.csv?q=user:alice", PageUrls.Export("csv", scope));
    }
}
