//! The order in which a Java `HashMap` with texts as keys lists its entries: in places, the order of Kafka Connect's
//! answers. It depends on the keys and on how many there are, and is the same on every JVM.

/// The size of a `HashMap`'s first table.
const TABLE: u32 = 16;

/// Sorts entries as a `HashMap` lists them that they were put into one by one.
pub(crate) fn sort<T>(entries: &mut [T], key: impl Fn(&T) -> &str) {
    // The table is doubled when it is more than three quarters full.
    let mut table = TABLE;
    while count(entries).saturating_mul(4) > table.saturating_mul(3) {
        table = table.saturating_mul(2);
    }
    sort_in(table, entries, key);
}

/// Sorts entries as a `HashMap` lists them that is a copy of another map.
pub(super) fn sort_copied<T>(entries: &mut [T], key: impl Fn(&T) -> &str) {
    // The table is made large enough from the beginning, and no larger.
    let size = count(entries).saturating_mul(4) / 3 + 1;
    sort_in(size.checked_next_power_of_two().unwrap_or(u32::MAX), entries, key);
}

fn count<T>(entries: &[T]) -> u32 {
    u32::try_from(entries.len()).unwrap_or(u32::MAX)
}

fn sort_in<T>(table: u32, entries: &mut [T], key: impl Fn(&T) -> &str) {
    // Within a place of the table the order is that of insertion, which a stable sort keeps.
    entries.sort_by_key(|entry| place(key(entry), table));
}

/// Where a key goes (`HashMap.hash`).
fn place(key: &str, table: u32) -> u32 {
    let hash = key.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
    (hash ^ (hash >> 16)) & table.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn entries_are_in_the_order_of_a_hash_map() {
        // As the JDK prints them.
        let mut keys = ["schemas.enable", "decimal.format", "converter.type", "schemas.cache.size", "na\u{ef}ve"];
        sort(&mut keys, |key| *key);
        assert_eq!(keys, ["decimal.format", "converter.type", "na\u{ef}ve", "schemas.cache.size", "schemas.enable"]);
    }
}
