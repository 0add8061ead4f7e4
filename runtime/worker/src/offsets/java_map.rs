//! The one shape of Java object that a standalone worker stores: `HashMap<byte[], byte[]>`, serialized.
//!
//! Java Object Serialization Specification, chapter 6 (version 5 of the protocol). `FileOffsetBackingStore` reads and
//! writes exactly this graph, so anything else in a file is refused.

const MAGIC_AND_VERSION: [u8; 4] = [0xAC, 0xED, 0, 5];
const NULL: u8 = 0x70;
const REFERENCE: u8 = 0x71;
const CLASS: u8 = 0x72;
const OBJECT: u8 = 0x73;
const ARRAY: u8 = 0x75;
const BLOCK_DATA: u8 = 0x77;
const END_BLOCK_DATA: u8 = 0x78;
const BASE_HANDLE: u32 = 0x7E_0000;

/// `java.util.HashMap`: its `serialVersionUID`, written by its own method, with a load factor and a threshold.
const HASH_MAP: &[u8] =
    b"\0\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03\0\x02F\0\nloadFactorI\0\tthreshold\x78\x70";
/// `byte[]`.
const BYTE_ARRAY: &[u8] = b"\0\x02[B\xac\xf3\x17\xf8\x06\x08\x54\xe0\x02\0\0\x78\x70";
/// The handle that the first `byte[]` class gets, after the map's class and the map.
const BYTE_ARRAY_HANDLE: u32 = BASE_HANDLE + 2;
const LOAD_FACTOR: [u8; 4] = [0x3F, 0x40, 0, 0];

/// A key and its value; a null value is what Java keeps of a deleted offset.
pub(super) type Pair = (Option<Vec<u8>>, Option<Vec<u8>>);

/// Where a file stops being a serialized map, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) offset: usize,
    pub(super) problem: String,
}

/// Serializes pairs as the JVM would, apart from the order, which in the JVM is that of identity hash codes.
pub(super) fn write<'a>(pairs: impl ExactSizeIterator<Item = (&'a [u8], &'a [u8])>) -> Vec<u8> {
    let count = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    let mut capacity = 16u32;
    while capacity / 4 * 3 < count {
        capacity = capacity.saturating_mul(2);
    }
    // A map that never held anything has no table yet, hence no threshold.
    let threshold = if count == 0 { 0 } else { capacity / 4 * 3 };
    let mut out = Vec::new();
    out.extend(MAGIC_AND_VERSION);
    out.extend([OBJECT, CLASS]);
    out.extend(HASH_MAP);
    out.extend(LOAD_FACTOR);
    out.extend(threshold.to_be_bytes());
    out.extend([BLOCK_DATA, 8]);
    out.extend(capacity.to_be_bytes());
    out.extend(count.to_be_bytes());
    let mut described = false;
    for bytes in pairs.flat_map(|(key, value)| [key, value]) {
        out.push(ARRAY);
        if described {
            out.push(REFERENCE);
            out.extend(BYTE_ARRAY_HANDLE.to_be_bytes());
        } else {
            out.push(CLASS);
            out.extend(BYTE_ARRAY);
            described = true;
        }
        out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(bytes);
    }
    out.push(END_BLOCK_DATA);
    out
}

/// Reads what the JVM wrote, or [`write()`].
pub(super) fn read(source: &[u8]) -> Result<Vec<Pair>, Unreadable> {
    let mut reader = Reader { source, next: 0, handles: Vec::new() };
    reader.expect(&MAGIC_AND_VERSION, "not a Java serialization stream")?;
    reader.expect(&[OBJECT], "expected an object")?;
    reader.expect(&[CLASS], "expected the class java.util.HashMap")?;
    reader.expect(HASH_MAP, "expected the class java.util.HashMap")?;
    reader.handles.extend([Handle::Other, Handle::Other]);
    reader.take(8)?;
    reader.expect(&[BLOCK_DATA, 8], "expected the size of the map")?;
    reader.take(4)?;
    let count = reader.number()?;
    let mut pairs = Vec::new();
    for _ in 0..count {
        let key = reader.bytes()?;
        let value = reader.bytes()?;
        pairs.push((key, value));
    }
    reader.expect(&[END_BLOCK_DATA], "expected the end of the map")?;
    if reader.next < source.len() {
        return Err(reader.unreadable("bytes after the map"));
    }
    Ok(pairs)
}

/// What a back reference may point to.
#[derive(Clone)]
enum Handle {
    Other,
    ByteArrayClass,
    Bytes(Vec<u8>),
}

struct Reader<'a> {
    source: &'a [u8],
    next: usize,
    handles: Vec<Handle>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let taken = self.next.checked_add(count).and_then(|end| self.source.get(self.next..end));
        let taken = taken
            .ok_or_else(|| Unreadable { offset: self.source.len(), problem: "the file ends too early".to_owned() })?;
        self.next += count;
        Ok(taken)
    }

    fn expect(&mut self, expected: &[u8], problem: &str) -> Result<(), Unreadable> {
        let start = self.next;
        if self.take(expected.len())? == expected {
            Ok(())
        } else {
            Err(Unreadable { offset: start, problem: problem.to_owned() })
        }
    }

    fn number(&mut self) -> Result<u32, Unreadable> {
        Ok(self.take(4)?.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn tag(&mut self) -> Result<u8, Unreadable> {
        Ok(self.take(1)?.iter().copied().fold(0, |_, byte| byte))
    }

    /// A `byte[]`, new or seen before, or null.
    fn bytes(&mut self) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.tag()? {
            NULL => Ok(None),
            REFERENCE => match self.referenced()? {
                Handle::Bytes(bytes) => Ok(Some(bytes)),
                Handle::Other | Handle::ByteArrayClass => {
                    Err(self.unreadable("a reference to something else than bytes"))
                }
            },
            ARRAY => {
                match self.tag()? {
                    CLASS => {
                        self.expect(BYTE_ARRAY, "expected the class byte[]")?;
                        self.handles.push(Handle::ByteArrayClass);
                    }
                    REFERENCE if matches!(self.referenced()?, Handle::ByteArrayClass) => {}
                    _ => return Err(self.unreadable("expected the class byte[]")),
                }
                let length = usize::try_from(self.number()?).map_err(|_| self.unreadable("a length out of range"))?;
                let bytes = self.take(length)?.to_vec();
                self.handles.push(Handle::Bytes(bytes.clone()));
                Ok(Some(bytes))
            }
            _ => Err(self.unreadable("expected bytes or null")),
        }
    }

    fn referenced(&mut self) -> Result<Handle, Unreadable> {
        let handle = self.number()?;
        let index = handle.checked_sub(BASE_HANDLE).and_then(|index| usize::try_from(index).ok());
        let found = index.and_then(|index| self.handles.get(index)).cloned();
        found.ok_or_else(|| self.unreadable("a reference to nothing"))
    }

    fn unreadable(&self, problem: &str) -> Unreadable {
        Unreadable { offset: self.next, problem: problem.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by `FileOffsetBackingStore.save` of Apache Kafka 4.3.0 for `["c",{"a":"x"}]` → `{"p":1}`.
    const WRITTEN_BY_KAFKA: &str = "aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f6c6478703f4000000000000c77080000001000000001757200025b42acf317f8060854e002000078700000000f5b2263222c7b2261223a2278227d5d7571007e0002000000077b2270223a317d78";

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }

    #[test]
    fn one_entry_is_byte_for_byte_what_kafka_writes() {
        let entry = (br#"["c",{"a":"x"}]"#.as_slice(), br#"{"p":1}"#.as_slice());
        assert_eq!(write([entry].into_iter()), hex(WRITTEN_BY_KAFKA));
    }

    #[test]
    fn the_table_grows_as_javas_does() {
        for (count, threshold, capacity) in [(0, 0, 16), (12, 12, 16), (13, 24, 32), (24, 24, 32), (25, 48, 64)] {
            let bytes = write(vec![(b"".as_slice(), b"".as_slice()); count].into_iter());
            let header = 6 + HASH_MAP.len() + 4;
            assert_eq!(bytes[header..header + 4], u32::to_be_bytes(threshold), "threshold of {count}");
            assert_eq!(bytes[header + 6..header + 10], u32::to_be_bytes(capacity), "capacity of {count}");
        }
    }

    #[test]
    fn what_kafka_writes_is_read() {
        let pairs = read(&hex(WRITTEN_BY_KAFKA)).unwrap();
        assert_eq!(pairs, [(Some(br#"["c",{"a":"x"}]"#.to_vec()), Some(br#"{"p":1}"#.to_vec()))]);
    }

    #[test]
    fn a_file_cut_short_anywhere_is_refused() {
        let whole = hex(WRITTEN_BY_KAFKA);
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "cut to {length} bytes");
        }
    }

    #[test]
    fn a_length_beyond_the_file_allocates_nothing() {
        let mut file = hex(WRITTEN_BY_KAFKA);
        let length = file.len() - 1 - 7 - 4;
        file[length..length + 4].fill(0xFF);
        assert_eq!(read(&file).unwrap_err().problem, "the file ends too early");
    }
}
