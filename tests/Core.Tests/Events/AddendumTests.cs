using System.Text.Json;
using TrailBoard.Core.Events;

namespace TrailBoard.Tests.Events;

/// <summary>FAULTS 44: what a record says of coming late or correcting another.</summary>
public sealed class AddendumTests
{
    [Theory]
    [InlineData("""{"reason":"UPDATED_DATA","updatedFields":"eventName, errorCode","originalRequestID":"r-1","originalEventID":"e-1"}""", "UPDATED_DATA", "eventName|errorCode", "r-1", "e-1")]
    [InlineData("""{"reason":"UPDATED_DATA","updatedFields":["eventName",7,"errorCode"],"originalEventID":"e-1"}""", "UPDATED_DATA", "eventName|errorCode", null, "e-1")]
    [InlineData("""{"reason":"DELIVERY_DELAY"}""", "DELIVERY_DELAY", "", null, null)]
    [InlineData("""{"reason":7,"updatedFields":{"a":1},"originalEventID":["e-1"],"originalRequestID":null}""", null, "", null, null)]
    [InlineData("""{"reason":"\ud800","originalEventID":""}""", null, "", null, null)]
    [InlineData("{}", null, "", null, null)]
    public void Fault_44_an_addendum_is_read_whatever_it_holds(string addendum, string? reason, string fields, string? request, string? original)
    {
        using var record = JsonDocument.Parse($$"""{"addendum":{{addendum}}}""");
        var read = Addendum.Of(record.RootElement)!;
        Assert.Equal((reason, fields, request, original), (read.Reason, string.Join('|', read.UpdatedFields), read.OriginalRequestId, read.OriginalEventId));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"addendum":null}""")]
    [InlineData("""{"addendum":"UPDATED_DATA"}""")]
    [InlineData("""["addendum"]""")]
    public void What_has_no_addendum_has_none(string json)
    {
        using var record = JsonDocument.Parse(json);
        Assert.Null(Addendum.Of(record.RootElement));
    }

    [Fact]
    public void Of_very_many_corrected_fields_the_first_are_told()
    {
        using var record = JsonDocument.Parse("""{"addendum":{"updatedFields":"FIELDS"}}""".Replace("FIELDS", string.Join(',', Enumerable.Range(0, 5_000)), StringComparison.Ordinal));
        Assert.Equal(Addendum.MaxUpdatedFields, Addendum.Of(record.RootElement)!.UpdatedFields.Count);
    }

    [Fact]
    public void Fault_44_the_original_is_named_by_the_event_and_only_by_its_own_addendum()
    {
        Assert.Equal("x", Some.Read(Some.Record(1, extra: ""","addendum":{"reason":"UPDATED_DATA","originalEventID":"x"}""")).Event.OriginalEventId);
        Assert.Null(Some.Read(Some.Record(1, extra: ""","additionalEventData":{"originalEventID":"x"},"originalEventID":"y","addendum":{"more":{"originalEventID":"z"}}""")).Event.OriginalEventId);
    }
}
