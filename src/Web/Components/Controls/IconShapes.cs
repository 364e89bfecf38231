namespace TrailBoard.Web.Components.Controls;

/// <summary>What an icon stands for.</summary>
public enum IconName
{
    Events, Identities, People, Addresses, Regions, Actions, Repositories, Errors, Imports,
    Search, Close, Menu, More, Plus, Minus, Copy, Check, Link, Download, Upload, Filter, Exclude, Only,
    ChevronRight, ChevronDown, ChevronLeft, ChevronUp, ArrowUp, ArrowLeft, External, Calendar, Clock, Refresh, Warning, Blocked, Pencil, Trash, Eye, Info,
    Sun, Moon, System, Keyboard, Expand, Folder, Cloud, Spark, Key, Tag, Play, Pause, Coverage,
}

/// <summary>The shapes of the icons.</summary>
internal static class IconShapes
{
    public static string Of(IconName name) => name switch
    {
        IconName.Events => "M2 4h1M6 4h8M2 8h1M6 8h8M2 12h1M6 12h5",
        IconName.Identities => "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8ZM2.75 13.5c.5-2.4 2.6-3.5 5.25-3.5s4.75 1.1 5.25 3.5",
        IconName.People => "M6 7.500a2.250 2.250 0 1 0 0-4.500 2.250 2.250 0 0 0 0 4.500ZM1.750 13c.4-2.200 2.100-3.250 4.250-3.250s3.850 1.050 4.250 3.250M10.250 3.200a2.250 2.250 0 0 1 0 4.100M11.750 10c1.400.4 2.250 1.400 2.500 3",
        IconName.Addresses => "M8 14s4.75-4.2 4.75-7.6A4.75 4.75 0 0 0 3.25 6.4C3.25 9.8 8 14 8 14ZM8 8a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z",
        IconName.Regions => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c1.8 1.7 2.6 3.7 2.6 6S9.800 12.300 8 14C6.200 12.300 5.400 10.300 5.400 8S6.200 3.700 8 2Z",
        IconName.Actions => "M2.500 5 8 2l5.500 3v6L8 14l-5.500-3ZM2.500 5 8 8l5.500-3M8 8v6",
        IconName.Repositories => "M3.500 12.250V3.500A1.500 1.500 0 0 1 5 2h7.500v12H5a1.750 1.750 0 0 1 0-3.500h7.500",
        IconName.Errors => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.500M8 11v.01",
        IconName.Imports or IconName.Download => "M8 2v7.500M5 6.750l3 3 3-3M2.500 11v1.500A1.500 1.500 0 0 0 4 14h8a1.500 1.500 0 0 0 1.500-1.500V11",
        IconName.Upload => "M8 9.500V2M5 4.750l3-3 3 3M2.500 11v1.500A1.500 1.500 0 0 0 4 14h8a1.500 1.500 0 0 0 1.500-1.500V11",
        IconName.Search => "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.300 10.300 13.500 13.500",
        IconName.Close => "M4 4l8 8M12 4l-8 8",
        IconName.Menu => "M2.500 4.500h11M2.500 8h11M2.500 11.500h11",
        IconName.More => "M3.500 8h.01M8 8h.01M12.500 8h.01",
        IconName.Plus => "M8 3.500v9M3.500 8h9",
        IconName.Minus => "M3.500 8h9",
        IconName.Copy => "M5.500 5.500v-2A1.500 1.500 0 0 1 7 2h5.500A1.500 1.500 0 0 1 14 3.500V9a1.500 1.500 0 0 1-1.500 1.500h-2M3.500 5.500H9A1.500 1.500 0 0 1 10.500 7v5.500A1.500 1.500 0 0 1 9 14H3.500A1.500 1.500 0 0 1 2 12.500V7a1.500 1.500 0 0 1 1.500-1.500Z",
        IconName.Check => "M3 8.500l3.500 3.500L13 4.500",
        IconName.Link => "M6.700 9.300a2.600 2.600 0 0 0 3.700 0l2.300-2.300A2.600 2.600 0 1 0 9 3.300l-.8.8M9.300 6.700a2.600 2.600 0 0 0-3.700 0L3.300 9A2.600 2.600 0 1 0 7 12.700l.8-.8",
        IconName.Filter => "M2 3.500h12M4.500 8h7M6.750 12.500h2.500",
        IconName.Exclude => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5 8h6",
        IconName.Only => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 9.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3Z",
        IconName.ChevronRight => "M6 3.500 10.500 8 6 12.500",
        IconName.ChevronDown => "M3.500 6 8 10.500 12.500 6",
        IconName.ChevronLeft => "M10 3.500 5.500 8l4.500 4.500",
        IconName.ChevronUp => "M3.500 10 8 5.500 12.500 10",
        IconName.ArrowUp => "M8 13V3M4 7l4-4 4 4",
        IconName.ArrowLeft => "M13 8H3M7 4 3 8l4 4",
        IconName.External => "M9 2.500h4.500V7M13.500 2.500 7.500 8.500M11.500 9.500V12A1.500 1.500 0 0 1 10 13.500H4A1.500 1.500 0 0 1 2.500 12V6A1.500 1.500 0 0 1 4 4.500h2.500",
        IconName.Calendar => "M3.500 3h9A1.500 1.500 0 0 1 14 4.500v8a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 2 12.500v-8A1.500 1.500 0 0 1 3.500 3ZM2 6.500h12M5.500 1.500V4M10.500 1.500V4",
        IconName.Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.750V8l2.250 1.500",
        IconName.Refresh => "M13.500 8a5.500 5.500 0 1 1-1.700-4M13.500 2v3h-3",
        IconName.Warning => "M8 2.250 14.250 13H1.750ZM8 6.250v3M8 11v.01",
        IconName.Blocked => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.800 3.800l8.400 8.400",
        IconName.Pencil => "M10.500 3 13 5.500 5.500 13 2.500 13.500 3 10.500ZM9 4.500 11.500 7",
        IconName.Trash => "M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.750 7v4M9.250 7v4",
        IconName.Eye => "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8ZM8 9.750a1.750 1.750 0 1 0 0-3.500 1.750 1.750 0 0 0 0 3.500Z",
        IconName.Info => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.500V11M8 5v.01",
        IconName.Sun => "M8 10.750a2.750 2.750 0 1 0 0-5.500 2.750 2.750 0 0 0 0 5.500ZM8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7",
        IconName.Moon => "M13.500 9.500A5.750 5.750 0 0 1 6.500 2.500a5.750 5.750 0 1 0 7 7Z",
        IconName.System => "M3 2.500h10A1.500 1.500 0 0 1 14.500 4v6a1.500 1.500 0 0 1-1.500 1.500H3A1.500 1.500 0 0 1 1.500 10V4A1.500 1.500 0 0 1 3 2.500ZM5.500 14h5M8 11.500V14",
        IconName.Keyboard => "M3 4h10a1.500 1.500 0 0 1 1.500 1.500v5A1.500 1.500 0 0 1 13 12H3a1.500 1.500 0 0 1-1.500-1.500v-5A1.500 1.500 0 0 1 3 4ZM4.500 7h.01M7 7h.01M9.500 7h.01M11.750 7h.01M5.500 9.500h5",
        IconName.Expand => "M9.500 2.500h4v4M13.500 2.500 9 7M6.500 13.500h-4v-4M2.500 13.500 7 9",
        IconName.Folder => "M2 12V4a1.500 1.500 0 0 1 1.500-1.500h3l1.500 2h4.500A1.500 1.500 0 0 1 14 6v6a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 2 12Z",
        IconName.Cloud => "M4.500 12.500a3 3 0 0 1-.3-6A4 4 0 0 1 12 7.200a2.700 2.700 0 0 1-.5 5.300Z",
        IconName.Spark => "M8 2l1.500 4.500L14 8l-4.500 1.500L8 14l-1.500-4.500L2 8l4.500-1.500Z",
        IconName.Key => "M5.500 13.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM7.700 8.300 13.500 2.500M11 5l2 2",
        IconName.Tag => "M2.500 2.500h5.300L14 8.700 8.700 14 2.500 7.800ZM5.300 5.300h.01",
        IconName.Play => "M4.750 2.750v10.500L13 8Z",
        IconName.Pause => "M5.250 3v10M10.750 3v10",
        IconName.Coverage => "M2.500 2.500h11v11h-11ZM6.200 2.500v11M9.800 2.500v11M2.500 6.200h11M2.500 9.800h11",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
