//! The names of English.

pub(super) const ERAS: [&str; 2] = ["BC", "AD"];

pub(super) const HALVES: [&str; 2] = ["AM", "PM"];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A month or a weekday in short.
pub(super) fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}
