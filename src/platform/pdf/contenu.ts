/*
 * Le dessin d’une page, dont les signes changent de rang quand plusieurs polices n’en font plus qu’une. Ses nombres gardent
 * quatre chiffres utiles (le centième de point au-delà de dix, le dix-millième sous un : échelles et couleurs), et ses blancs ne se suivent
 * plus : un dixième de moins une fois compressé.
 */

/** Ce que dit un signe échappé, par son code : tout autre signe est le sien. */
const echappes = new Map([...'nrtbf'].map((nom, i) => [nom.charCodeAt(0), '\n\r\t\b\f'.charCodeAt(i)]))
const [ouvre, ferme, barre, oblique, inferieur, superieur] = [...'()\\/<>'].map((s) => s.charCodeAt(0))
const [T, f, B, I, r, retour] = [...'TfBIr\r'].map((s) => s.charCodeAt(0))
const [moins, point, zero] = [...'-.0'].map((s) => s.charCodeAt(0))
const puissances = Array.from({ length: 15 }, (_, n) => 10 ** n)
const estChiffre = (code: number | undefined): boolean => code !== undefined && code >= 0x30 && code <= 0x39
const estOctal = (code: number): boolean => code >= 0x30 && code <= 0x37
/** Ce qui précède un nombre est un blanc, un crochet ou une chaîne finie ; dans un nom (`/f0`) ou un nombre, rien ne s’arrondit. */
const estNom = (code: number | undefined): boolean =>
  code !== undefined && code > 0x20 && code !== 0x5b && code !== 0x29 && code !== 0x5d
const estBlanc = (code: number | undefined): boolean => code === undefined || code <= 0x20

/**
 * Lu et récrit octet par octet, d’un trait : un dessin en a quarante mille. `recoder` : de quoi donner son nouveau rang à chaque signe de
 * cette police ; rien si elle ne change pas. `exact` : les nombres restent tels quels.
 */
export const recoderContenu = (
  lu: Buffer,
  recoder: (police: string) => ((signe: number) => number) | undefined,
  exact = false,
): Buffer => {
  // Un octet en donne deux au plus, quand il s’échappe.
  const ecrit = Buffer.allocUnsafe(lu.length * 2)
  let ici = 0
  let police: ReturnType<typeof recoder>
  let nom: readonly [number, number] = [0, 0]
  // Une chaîne dans un dictionnaire est un mot (langue, texte à lire), jamais des signes d’une police.
  let profondeur = 0
  /** Un octet tel qu’une chaîne l’écrit : un retour chariot nu se lirait comme une fin de ligne. */
  const poser = (octet: number) => {
    if (octet === ouvre || octet === ferme || octet === barre || octet === retour) ecrit[ici++] = barre ?? 0
    ecrit[ici++] = octet === retour ? (r ?? 0) : octet
  }
  /** Écrit un entier, sur ce nombre de chiffres au moins. */
  const ecrireChiffres = (n: number, chiffres: number) => {
    let combien = chiffres
    while (combien < 15 && n >= (puissances[combien] ?? Number.POSITIVE_INFINITY)) combien += 1
    for (let k = combien - 1, reste = n; k >= 0; k -= 1, reste = Math.floor(reste / 10))
      ecrit[ici + k] = (zero ?? 0) + (reste % 10)
    ici += combien
  }
  /** Écrit un nombre à virgule, arrondi, et rend la place qui le suit ; rien si ce n’en est pas un. */
  const arrondir = (debut: number): number | undefined => {
    let i = lu[debut] === moins ? debut + 1 : debut
    let entier = 0
    for (; estChiffre(lu[i]); i += 1) entier = entier * 10 + (lu[i] ?? 0) - 0x30
    if (lu[i] !== point) return undefined
    let decimales = entier === 0 ? 4 : entier < 10 ? 3 : 2
    // Quatre chiffres utiles : sous un dixième, ils se comptent du premier qui n’est pas zéro (l’échelle d’un logo).
    if (entier === 0) while (decimales < 12 && lu[i + decimales - 3] === zero) decimales += 1
    let fraction = 0
    let suite = 0
    for (i += 1; estChiffre(lu[i]); i += 1) {
      if (suite < decimales) fraction = fraction * 10 + (lu[i] ?? 0) - 0x30
      else if (suite === decimales && (lu[i] ?? 0) >= 0x35) fraction += 1
      suite += 1
    }
    let restent = Math.min(suite, decimales)
    if (fraction === puissances[restent]) {
      entier += 1
      fraction = 0
    }
    for (; restent > 0 && fraction % 10 === 0; restent -= 1) fraction /= 10
    if (lu[debut] === moins && entier + fraction > 0) ecrit[ici++] = moins ?? 0
    if (entier > 0 || fraction === 0) ecrireChiffres(entier, 1)
    if (fraction > 0) {
      ecrit[ici++] = point ?? 0
      ecrireChiffres(fraction, restent)
    }
    return i
  }
  /** Copie la chaîne telle quelle, et rend la place qui la suit : ses parenthèses vont par paires, ou s’échappent. */
  const copier = (debut: number): number => {
    let paires = 0
    for (let i = debut; i < lu.length; i += 1) {
      const octet = lu[i] ?? 0
      ecrit[ici++] = octet
      if (octet === barre) {
        i += 1
        ecrit[ici++] = lu[i] ?? 0
      } else if (octet === ouvre) paires += 1
      else if (octet === ferme) {
        paires -= 1
        if (paires === 0) return i + 1
      }
    }
    throw new Error('PDF inattendu : chaîne sans fin.')
  }
  /** Récrit la chaîne, ses signes de deux octets à leur nouveau rang, et rend la place qui la suit. */
  const recoderChaine = (debut: number, rang: (signe: number) => number): number => {
    ecrit[ici++] = ouvre ?? 0
    let paires = 1
    let premier = -1
    for (let i = debut + 1; i < lu.length; i += 1) {
      let octet = lu[i] ?? 0
      if (octet === barre) {
        i += 1
        octet = lu[i] ?? 0
        if (estOctal(octet)) {
          octet -= 0x30
          for (let n = 0; n < 2 && estOctal(lu[i + 1] ?? 0); n += 1) {
            i += 1
            octet = octet * 8 + (lu[i] ?? 0) - 0x30
          }
        } else octet = echappes.get(octet) ?? octet
      } else if (octet === ouvre) paires += 1
      else if (octet === ferme) {
        paires -= 1
        if (paires === 0) {
          ecrit[ici++] = octet
          return i + 1
        }
      }
      if (premier < 0) premier = octet
      else {
        const signe = rang(premier * 256 + octet)
        poser(signe >> 8)
        poser(signe & 255)
        premier = -1
      }
    }
    throw new Error('PDF inattendu : chaîne sans fin.')
  }
  for (let i = 0; i < lu.length; ) {
    const octet = lu[i] ?? 0
    if (octet === ouvre) {
      i = profondeur > 0 || !police ? copier(i) : recoderChaine(i, police)
      continue
    }
    const suivant = lu[i + 1]
    if (!exact && profondeur === 0 && (octet === moins || estChiffre(octet)) && !estNom(lu[i - 1])) {
      const fin = arrondir(i)
      if (fin !== undefined) {
        i = fin
        continue
      }
    }
    // Une chaîne se sépare d’elle-même de ce qui la touche : entre deux bouts d’une ligne, un blanc de moins de chaque côté du nombre.
    if (
      estBlanc(octet) &&
      (estBlanc(suivant) || suivant === ouvre || ecrit[ici - 1] === ferme) &&
      i + 1 < lu.length
    ) {
      i += 1
      continue
    }
    if (octet === oblique) {
      let fin = i + 1
      while (!estBlanc(lu[fin])) fin += 1
      nom = [i + 1, fin]
    } else if (octet === inferieur && suivant === inferieur) profondeur += 1
    else if (octet === superieur && suivant === superieur) profondeur -= 1
    else if (estBlanc(lu[i - 1]) && estBlanc(lu[i + 2])) {
      if (octet === T && suivant === f) police = recoder(lu.toString('latin1', ...nom))
      else if (octet === B && suivant === I) throw new Error('PDF inattendu : image écrite dans le dessin.')
    }
    ecrit[ici++] = octet
    i += 1
    if (suivant === octet && (octet === inferieur || octet === superieur)) {
      ecrit[ici++] = octet
      i += 1
    }
  }
  return ecrit.subarray(0, ici)
}
