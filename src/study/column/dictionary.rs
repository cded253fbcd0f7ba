//! What a column is made of: strings one behind the other, and which of them each row holds.

#[derive(Clone, Default)]
pub struct DictionaryCells {
    pub strings: Strings,
    pub keys: DictionaryKeys,
}

/// Strings one behind the other.
#[derive(Clone, Default)]
pub struct Strings {
    pub text: String,
    pub ends: Vec<usize>,
}

impl Strings {
    pub fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or_default();
        self.text.get(start..end)
    }

    pub fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<usize>()
    }

    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Which string each row holds.
#[derive(Clone)]
pub enum DictionaryKeys {
    /// Its own: as many strings as rows.
    PerRow,
    /// One of at most 256.
    U8(Vec<u8>),
    /// One of at most 65,536.
    U16(Vec<u16>),
    /// One of many.
    U32(Vec<u32>),
}

impl Default for DictionaryKeys {
    fn default() -> DictionaryKeys {
        DictionaryKeys::U8(Vec::new())
    }
}

impl DictionaryKeys {
    /// How many different strings these places can tell apart.
    pub fn capacity(&self) -> usize {
        match self {
            DictionaryKeys::PerRow => usize::MAX,
            DictionaryKeys::U8(_) => 1 << 8,
            DictionaryKeys::U16(_) => 1 << 16,
            DictionaryKeys::U32(_) => u32::MAX as usize,
        }
    }

    pub fn len(&self) -> usize {
        match self {
            DictionaryKeys::PerRow => 0,
            DictionaryKeys::U8(places) => places.len(),
            DictionaryKeys::U16(places) => places.len(),
            DictionaryKeys::U32(places) => places.len(),
        }
    }

    pub fn get(&self, row: usize) -> Option<usize> {
        match self {
            DictionaryKeys::PerRow => Some(row),
            DictionaryKeys::U8(places) => places.get(row).map(|place| usize::from(*place)),
            DictionaryKeys::U16(places) => places.get(row).map(|place| usize::from(*place)),
            DictionaryKeys::U32(places) => places.get(row).map(|place| *place as usize),
        }
    }

    /// Adds a row; `place` is below [`DictionaryKeys::capacity`].
    pub fn push(&mut self, place: usize) {
        match self {
            DictionaryKeys::PerRow => {}
            DictionaryKeys::U8(places) => places.push(place as u8),
            DictionaryKeys::U16(places) => places.push(place as u16),
            DictionaryKeys::U32(places) => places.push(place as u32),
        }
    }

    pub fn widen(&mut self) {
        *self = match std::mem::take(self) {
            DictionaryKeys::U8(places) => {
                DictionaryKeys::U16(places.into_iter().map(u16::from).collect())
            }
            DictionaryKeys::U16(places) => {
                DictionaryKeys::U32(places.into_iter().map(u32::from).collect())
            }
            DictionaryKeys::U32(_) | DictionaryKeys::PerRow => DictionaryKeys::PerRow,
        };
    }

    pub fn bytes(&self) -> usize {
        match self {
            DictionaryKeys::PerRow => 0,
            DictionaryKeys::U8(places) => places.len(),
            DictionaryKeys::U16(places) => places.len() * 2,
            DictionaryKeys::U32(places) => places.len() * 4,
        }
    }

    pub fn shrink(&mut self) {
        match self {
            DictionaryKeys::PerRow => {}
            DictionaryKeys::U8(places) => places.shrink_to_fit(),
            DictionaryKeys::U16(places) => places.shrink_to_fit(),
            DictionaryKeys::U32(places) => places.shrink_to_fit(),
        }
    }
}

impl DictionaryCells {
    pub fn len(&self) -> usize {
        if matches!(self.keys, DictionaryKeys::PerRow) {
            self.strings.len()
        } else {
            self.keys.len()
        }
    }
}
