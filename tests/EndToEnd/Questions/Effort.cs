namespace TrailBoard.EndToEnd.Questions;

/// <summary>What an answer took.</summary>
/// <param name="Clicks">Clicks.</param>
/// <param name="Keys">Keys that went down, those that are held included.</param>
/// <param name="Scrolls">How often something was out of sight and the wheel was turned until it showed.</param>
/// <param name="Steps">All that was done one after another.</param>
/// <param name="Hands">How often a hand went from the keys to the mouse or back.</param>
internal sealed record Effort(int Clicks, int Keys, int Scrolls, int Steps, int Hands)
{
    /// <summary>Seconds to point at something.</summary>
    public const double Pointing = 1.1;

    /// <summary>Seconds to press a key or a button.</summary>
    public const double Pressing = 0.2;

    /// <summary>Seconds to think of what to do next.</summary>
    public const double Thinking = 1.35;

    /// <summary>Seconds to move a hand between keys and mouse.</summary>
    public const double Homing = 0.4;

    /// <summary>What a practised person would need for it by the keystroke-level model of Card, Moran and Newell, without waiting and reading.</summary>
    public double Estimate => (Steps * Thinking) + (Hands * Homing) + ((Clicks + Scrolls) * (Pointing + Pressing)) + (Keys * Pressing);
}
