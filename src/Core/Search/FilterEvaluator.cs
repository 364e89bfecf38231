using TrailBoard.Core.Events;

namespace TrailBoard.Core.Search;

/// <summary>Answers a filter on one event: slow and plain, the meaning that every faster way must agree with.</summary>
public static class FilterEvaluator
{
    /// <summary>Whether the event matches.</summary>
    /// <param name="record">The event's record; needed for deep fields only.</param>
    public static bool Matches(Filter filter, TrailEvent trailEvent, ReadOnlyMemory<byte> record) => filter switch
    {
        Filter.And all => All(all, trailEvent, record),
        Filter.Or any => Any(any, trailEvent, record),
        Filter.Not negated => !Matches(negated.Part, trailEvent, record),
        Filter.Field field => Matches(field, trailEvent, record),
        Filter.Words words => Matches(words, trailEvent),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), null),
    };

    private static bool All(Filter.And filter, TrailEvent trailEvent, ReadOnlyMemory<byte> record)
    {
        foreach (var part in filter.Parts)
        {
            if (!Matches(part, trailEvent, record))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Any(Filter.Or filter, TrailEvent trailEvent, ReadOnlyMemory<byte> record)
    {
        foreach (var part in filter.Parts)
        {
            if (Matches(part, trailEvent, record))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(Filter.Field filter, TrailEvent trailEvent, ReadOnlyMemory<byte> record)
    {
        var (field, test) = (filter.Of, filter.Test);
        if (field.Kind == FieldKind.Record)
        {
            return WholeWords.Any(record, test);
        }

        if (field.Kind == FieldKind.Path || (field.IsDeep && !field.Values(trailEvent).Any()))
        {
            return RecordPath.Any(record, field, test);
        }

        if (test is ValueTest.TimeIs time)
        {
            return FilterParts.Test(time, trailEvent.Time);
        }

        foreach (var value in field.Values(trailEvent))
        {
            if (FilterParts.Test(test, field, value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(Filter.Words filter, TrailEvent trailEvent)
    {
        foreach (var field in FilterParts.MainFields)
        {
            foreach (var value in field.Values(trailEvent))
            {
                if (FilterParts.Test(filter, value))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
