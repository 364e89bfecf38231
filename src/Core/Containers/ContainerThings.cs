using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Finds the things that a call to one of the container services was about: its repository, image, cluster, service, stage and so on.</summary>
public static class ContainerThings
{
    /// <summary>How many elements of one list are looked at, from its start. AWS takes at most 100 in any call that names things.</summary>
    public const int MaxOfOneList = 256;

    /// <summary>How long a name may be, in bytes of UTF-8: what is longer names nothing.</summary>
    public const int MaxLength = 2048;

    /// <summary>
    /// The things that a record names, each once: wholes before their parts, and what the request says before what the response
    /// says. Empty where the service is none of the five or the bytes are not JSON. It never throws and never guesses: what has
    /// not the shape that AWS's models give it is left out.
    /// </summary>
    /// <param name="trailEvent">Our reading of the record: its service, action, account and region are used.</param>
    /// <param name="record">The record's own bytes.</param>
    public static IReadOnlyList<ContainerThing> Of(TrailEvent trailEvent, ReadOnlySpan<byte> record)
    {
        ArgumentNullException.ThrowIfNull(trailEvent);
        if (trailEvent.Action is null || ContainerServices.Find(trailEvent.Service) is not { } service)
        {
            return [];
        }

        var reading = new ThingReading(service, trailEvent.Account, trailEvent.Region);
        foreach (var naming in ThingScan.Read(ThingPaths.Of(service), trailEvent.Action, record))
        {
            reading.Add(naming.Rule.Kind, naming.Text);
        }

        return reading.Things;
    }
}
