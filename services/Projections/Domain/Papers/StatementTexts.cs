namespace Ledger.Projections.Domain.Papers;

/// <summary>The texts of a statement in one language. Numbers in braces are placeholders, filled in the order given at each text.</summary>
public sealed record StatementTexts
{
    // In the order of the arguments of Named. Must stand first in this type, because the static texts below are initialized with it.
    private static readonly string[] Types =
    [
        "points_accrued", "cashback_accrued", "points_activated", "points_expired", "accrual_reversed", "cashback_reversed",
        "arrears_opened", "arrears_cleared", "waiver_used", "points_held", "hold_captured", "hold_released", "hold_expired",
        "points_redeemed",
        "redemption_reversed", "points_adjusted", "points_transferred", "points_merged",
    ];

    public required string Title { get; init; }

    public required string Account { get; init; }

    public required string Program { get; init; }

    public required string Period { get; init; }

    /// <summary>A period with both ends: first and last day or moment.</summary>
    public required string Between { get; init; }

    /// <summary>A period without a beginning.</summary>
    public required string Until { get; init; }

    /// <summary>A period without an end.</summary>
    public required string Since { get; init; }

    /// <summary>A period without ends.</summary>
    public required string AllTime { get; init; }

    public required string TimeZone { get; init; }

    public required string MadeAt { get; init; }

    /// <summary>The account's own wallet: its unit.</summary>
    public required string OwnWallet { get; init; }

    /// <summary>A contact's wallet: the contact, its unit.</summary>
    public required string ContactWallet { get; init; }

    public required string Points { get; init; }

    public required string Cashback { get; init; }

    public required string FundMoney { get; init; }

    public required string Number { get; init; }

    public required string Date { get; init; }

    public required string What { get; init; }

    public required string Amount { get; init; }

    public required string Pending { get; init; }

    public required string Available { get; init; }

    public required string Held { get; init; }

    /// <summary>Arrears.</summary>
    public required string Owed { get; init; }

    public required string Opening { get; init; }

    public required string Change { get; init; }

    public required string Closing { get; init; }

    public required string Nothing { get; init; }

    /// <summary>The heading of the table of what expires: the moment it was true.</summary>
    public required string Expiring { get; init; }

    public required string UsableUntil { get; init; }

    public required string Lots { get; init; }

    public required string Order { get; init; }

    public required string Return { get; init; }

    public required string Rule { get; init; }

    public required string Activity { get; init; }

    public required string Fund { get; init; }

    public required string Partner { get; init; }

    public required string Reason { get; init; }

    /// <summary>The foot: position, position of the chain value, chain value.</summary>
    public required string Proof { get; init; }

    /// <summary>The page's number, the number of pages.</summary>
    public required string Page { get; init; }

    /// <summary>The names of movements, by the stored name of their type.</summary>
    public required IReadOnlyDictionary<string, string> Movements { get; init; }

    /// <summary>The name of a movement; for a type that has none here, its stored name.</summary>
    public string MovementOf(string type) => Movements.GetValueOrDefault(type, type);

    public static StatementTexts English { get; } = new()
    {
        Title = "Statement of account",
        Account = "Account",
        Program = "Program",
        Period = "Period",
        Between = "{0} – {1}",
        Until = "until {0}",
        Since = "since {0}",
        AllTime = "from the beginning",
        TimeZone = "Time zone",
        MadeAt = "As of",
        OwnWallet = "Account · {0}",
        ContactWallet = "Contact {0} · {1}",
        Points = "points",
        Cashback = "cashback in {0}",
        FundMoney = "fund money in {0}",
        Number = "No.",
        Date = "Date",
        What = "What happened",
        Amount = "Amount",
        Pending = "Pending",
        Available = "Available",
        Held = "Reserved",
        Owed = "Owed",
        Opening = "Opening balance",
        Change = "Change in the period",
        Closing = "Closing balance",
        Nothing = "Nothing had happened by the end of this period.",
        Expiring = "What expires, as of {0}",
        UsableUntil = "Usable until",
        Lots = "Lots",
        Order = "order {0}",
        Return = "return {0}",
        Rule = "rule {0}",
        Activity = "activity {0}",
        Fund = "fund {0}",
        Partner = "partner {0}",
        Reason = "reason: {0}",
        Proof = "Made at position {0} of the log. Chain value at position {1}: {2}",
        Page = "Page {0} of {1}",
        Movements = Named(
            "Points credited", "Cashback credited", "Became available", "Expired", "Points taken back", "Cashback taken back",
            "Became owed", "What was owed was paid", "Set off against what was waived", "Reserved",
            "Reservation spent", "Reservation released",
            "Reservation expired", "Redeemed", "Redemption reversed", "Adjusted by hand", "Transferred", "Moved by a merger of accounts"),
    };

    public static StatementTexts German { get; } = new()
    {
        Title = "Kontoauszug",
        Account = "Konto",
        Program = "Programm",
        Period = "Zeitraum",
        Between = "{0} – {1}",
        Until = "bis {0}",
        Since = "seit {0}",
        AllTime = "von Anfang an",
        TimeZone = "Zeitzone",
        MadeAt = "Stand",
        OwnWallet = "Konto · {0}",
        ContactWallet = "Kontakt {0} · {1}",
        Points = "Punkte",
        Cashback = "Cashback in {0}",
        FundMoney = "Fördermittel in {0}",
        Number = "Nr.",
        Date = "Datum",
        What = "Vorgang",
        Amount = "Betrag",
        Pending = "Vorgemerkt",
        Available = "Verfügbar",
        Held = "Reserviert",
        Owed = "Geschuldet",
        Opening = "Anfangsstand",
        Change = "Veränderung im Zeitraum",
        Closing = "Endstand",
        Nothing = "Bis zum Ende dieses Zeitraums ist nichts geschehen.",
        Expiring = "Was verfällt, Stand {0}",
        UsableUntil = "Einlösbar bis",
        Lots = "Posten",
        Order = "Bestellung {0}",
        Return = "Rückgabe {0}",
        Rule = "Regel {0}",
        Activity = "Aktivität {0}",
        Fund = "Fördertopf {0}",
        Partner = "Partner {0}",
        Reason = "Grund: {0}",
        Proof = "Erstellt an Position {0} des Protokolls. Kettenwert an Position {1}: {2}",
        Page = "Seite {0} von {1}",
        Movements = Named(
            "Punkte gutgeschrieben", "Cashback gutgeschrieben", "Verfügbar geworden", "Verfallen", "Punkte zurückgebucht",
            "Cashback zurückgebucht", "Schuld entstanden", "Schuld beglichen", "Mit Erlassenem verrechnet", "Reserviert",
            "Reservierung eingelöst", "Reservierung aufgehoben", "Reservierung abgelaufen", "Eingelöst", "Einlösung rückgängig gemacht",
            "Von Hand angepasst", "Übertragen", "Bei einer Kontozusammenlegung übertragen"),
    };

    public static StatementTexts Russian { get; } = new()
    {
        Title = "Выписка по счёту",
        Account = "Счёт",
        Program = "Программа",
        Period = "Период",
        Between = "{0} – {1}",
        Until = "до {0}",
        Since = "с {0}",
        AllTime = "с самого начала",
        TimeZone = "Часовой пояс",
        MadeAt = "По состоянию на",
        OwnWallet = "Счёт · {0}",
        ContactWallet = "Контакт {0} · {1}",
        Points = "баллы",
        Cashback = "кешбэк в {0}",
        FundMoney = "средства фонда в {0}",
        Number = "№",
        Date = "Дата",
        What = "Операция",
        Amount = "Сумма",
        Pending = "Ожидает",
        Available = "Доступно",
        Held = "В резерве",
        Owed = "Долг",
        Opening = "Входящий остаток",
        Change = "Изменение за период",
        Closing = "Исходящий остаток",
        Nothing = "К концу этого периода операций не было.",
        Expiring = "Сгорает, по состоянию на {0}",
        UsableUntil = "Действует до",
        Lots = "Партии",
        Order = "заказ {0}",
        Return = "возврат {0}",
        Rule = "правило {0}",
        Activity = "активность {0}",
        Fund = "фонд {0}",
        Partner = "партнёр {0}",
        Reason = "причина: {0}",
        Proof = "Составлено на позиции {0} журнала. Значение цепочки на позиции {1}: {2}",
        Page = "Страница {0} из {1}",
        Movements = Named(
            "Баллы начислены", "Кешбэк начислен", "Стало доступно", "Срок истёк", "Начисление баллов отменено",
            "Начисление кешбэка отменено", "Возник долг", "Долг погашен", "Зачтено в счёт прощённого", "Зарезервировано",
            "Резерв списан", "Резерв снят", "Резерв истёк",
            "Списано", "Списание отменено", "Ручная корректировка", "Перевод", "Перенесено при объединении счетов"),
    };

    public static StatementTexts French { get; } = new()
    {
        Title = "Relevé de compte",
        Account = "Compte",
        Program = "Programme",
        Period = "Période",
        Between = "{0} – {1}",
        Until = "jusqu’au {0}",
        Since = "depuis le {0}",
        AllTime = "depuis le début",
        TimeZone = "Fuseau horaire",
        MadeAt = "Situation au",
        OwnWallet = "Compte · {0}",
        ContactWallet = "Contact {0} · {1}",
        Points = "points",
        Cashback = "cashback en {0}",
        FundMoney = "fonds marketing en {0}",
        Number = "N°",
        Date = "Date",
        What = "Opération",
        Amount = "Montant",
        Pending = "En attente",
        Available = "Disponible",
        Held = "Réservé",
        Owed = "Dû",
        Opening = "Solde initial",
        Change = "Variation sur la période",
        Closing = "Solde final",
        Nothing = "Aucune opération jusqu’à la fin de cette période.",
        Expiring = "Ce qui expire, situation au {0}",
        UsableUntil = "Utilisable jusqu’au",
        Lots = "Lots",
        Order = "commande {0}",
        Return = "retour {0}",
        Rule = "règle {0}",
        Activity = "activité {0}",
        Fund = "fonds {0}",
        Partner = "partenaire {0}",
        Reason = "motif : {0}",
        Proof = "Établi à la position {0} du journal. Valeur de la chaîne à la position {1} : {2}",
        Page = "Page {0} sur {1}",
        Movements = Named(
            "Points crédités", "Cashback crédité", "Devenu disponible", "Expiré", "Points repris", "Cashback repris", "Dette constatée",
            "Dette réglée", "Imputé sur ce qui avait été remis", "Réservé", "Réservation utilisée", "Réservation levée",
            "Réservation expirée", "Utilisé", "Utilisation annulée", "Ajustement manuel", "Transfert",
            "Déplacé lors d’une fusion de comptes"),
    };

    public static StatementTexts Spanish { get; } = new()
    {
        Title = "Extracto de cuenta",
        Account = "Cuenta",
        Program = "Programa",
        Period = "Período",
        Between = "{0} – {1}",
        Until = "hasta el {0}",
        Since = "desde el {0}",
        AllTime = "desde el principio",
        TimeZone = "Zona horaria",
        MadeAt = "Situación al",
        OwnWallet = "Cuenta · {0}",
        ContactWallet = "Contacto {0} · {1}",
        Points = "puntos",
        Cashback = "cashback en {0}",
        FundMoney = "fondos de marketing en {0}",
        Number = "N.º",
        Date = "Fecha",
        What = "Operación",
        Amount = "Importe",
        Pending = "Pendiente",
        Available = "Disponible",
        Held = "Reservado",
        Owed = "Adeudado",
        Opening = "Saldo inicial",
        Change = "Variación en el período",
        Closing = "Saldo final",
        Nothing = "No hubo operaciones hasta el final de este período.",
        Expiring = "Lo que caduca, situación al {0}",
        UsableUntil = "Utilizable hasta",
        Lots = "Lotes",
        Order = "pedido {0}",
        Return = "devolución {0}",
        Rule = "regla {0}",
        Activity = "actividad {0}",
        Fund = "fondo {0}",
        Partner = "socio {0}",
        Reason = "motivo: {0}",
        Proof = "Emitido en la posición {0} del registro. Valor de la cadena en la posición {1}: {2}",
        Page = "Página {0} de {1}",
        Movements = Named(
            "Puntos abonados", "Cashback abonado", "Pasó a estar disponible", "Caducado", "Puntos retirados", "Cashback retirado",
            "Deuda generada", "Deuda saldada", "Compensado con lo condonado", "Reservado", "Reserva utilizada", "Reserva liberada",
            "Reserva vencida", "Canjeado", "Canje anulado", "Ajuste manual", "Transferencia", "Trasladado por una fusión de cuentas"),
    };

    private static Dictionary<string, string> Named(params string[] names) =>
        Types.Zip(names).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
}
