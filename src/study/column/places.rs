//! What a column is made of: strings one behind the other, and which of them each row holds.

#[derive(Clone, Default)]
pub struct Cells {
    pub strings: Strings,
    pub places: Places,
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
pub enum Places {
    /// Its own: as many strings as rows.
    Own,
    /// One of at most 256.
    Few(Vec<u8>),
    /// One of at most 65,536.
    More(Vec<u16>),
    /// One of many.
    Many(Vec<u32>),
}

impl Default for Places {
    fn default() -> Places {
        Places::Few(Vec::new())
    }
}

impl Places {
    /// How many different strings these places can tell apart.
    pub fn room(&self) -> usize {
        match self {
            Places::Own => usize::MAX,
            Places::Few(_) => 1 << 8,
            Places::More(_) => 1 << 16,
            Places::Many(_) => u32::MAX as usize,
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Places::Own => 0,
            Places::Few(places) => places.len(),
            Places::More(places) => places.len(),
            Places::Many(places) => places.len(),
        }
    }

    pub fn get(&self, row: usize) -> Option<usize> {
        match self {
            Places::Own => Some(row),
            Places::Few(places) => places.get(row).map(|place| usize::from(*place)),
            Places::More(places) => places.get(row).map(|place| usize::from(*place)),
            Places::Many(places) => places.get(row).map(|place| *place as usize),
        }
    }

    /// Adds a row; `place` is below [`Places::room`].
    pub fn push(&mut self, place: usize) {
        match self {
            Places::Own => {}
            Places::Few(places) => places.push(place as u8),
            Places::More(places) => places.push(place as u16),
            Places::Many(places) => places.push(place as u32),
        }
    }

    pub fn widen(&mut self) {
        *self = match std::mem::take(self) {
            Places::Few(places) => Places::More(places.into_iter().map(u16::from).collect()),
            Places::More(places) => Places::Many(places.into_iter().map(u32::from).collect()),
            Places::Many(_) | Places::Own => Places::Own,
        };
    }

    pub fn bytes(&self) -> usize {
        match self {
            Places::Own => 0,
            Places::Few(places) => places.len(),
            Places::More(places) => places.len() * 2,
            Places::Many(places) => places.len() * 4,
        }
    }

    pub fn shrink(&mut self) {
        match self {
            Places::Own => {}
            Places::Few(places) => places.shrink_to_fit(),
            Places::More(places) => places.shrink_to_fit(),
            Places::Many(places) => places.shrink_to_fit(),
        }
    }
}

impl Cells {
    pub fn len(&self) -> usize {
        if matches!(self.places, Places::Own) {
            self.strings.len()
        } else {
            self.places.len()
        }
    }
}
