/*
 * Plusieurs PDF de Typst en un seul, pour l’impression : leurs pages telles qu’elles furent figées, l’une après l’autre,
 * avec leur balisage. Rien n’est recomposé. Les pièces jointes et l’identifiant PDF/A restent aux originaux : ce fichier
 * est une compilation, jamais une preuve. Suppose ce que Typst et `parachever` écrivent (tables de renvois classiques,
 * objets non compressés, racine de structure de premier niveau) et lève devant autre chose.
 */

const latin = (octets: Uint8Array) =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')

type Source = {
  /** Le texte de chaque objet, sans son en-tête ni `endobj`. */
  readonly objets: ReadonlyMap<number, string>
  readonly racine: number
}

const trouver = (texte: string, motif: RegExp, quoi: string): string => {
  const lu = motif.exec(texte)?.[1]
  if (lu === undefined) throw new Error(`PDF inattendu : ${quoi} introuvable.`)
  return lu
}

/** Les objets en cours : la section de renvois la plus récente l’emporte. */
const lire = (pdf: Uint8Array): Source => {
  const texte = latin(pdf)
  const places = new Map<number, number>()
  const bornes = new Set<number>()
  const fin = texte.lastIndexOf('startxref')
  let section: number | undefined = Number(trouver(texte.slice(fin), /startxref\s+(\d+)/, 'startxref'))
  let racine = 0
  for (let tour = 0; section !== undefined && tour < 20; tour += 1) {
    bornes.add(section)
    const bloc = texte.slice(section, texte.indexOf('startxref', section))
    if (!bloc.startsWith('xref')) throw new Error('PDF inattendu : table de renvois classique attendue.')
    const remorque = bloc.indexOf('trailer')
    const lignes = bloc
      .slice(4, remorque)
      .trim()
      .split(/\s*[\r\n]+/)
    for (let i = 0; i < lignes.length; ) {
      const [premier = 0, compte = 0] = (lignes[i] ?? '').trim().split(/\s+/).map(Number)
      for (let j = 0; j < compte; j += 1) {
        const [place = '', , sorte = ''] = (lignes[i + 1 + j] ?? '').trim().split(/\s+/)
        if (sorte !== 'n') continue
        bornes.add(Number(place))
        if (!places.has(premier + j)) places.set(premier + j, Number(place))
      }
      i += compte + 1
    }
    const suite = bloc.slice(remorque)
    racine ||= Number(trouver(suite, /\/Root\s+(\d+)\s+0\s+R/, 'Root'))
    const avant: string | undefined = /\/Prev\s+(\d+)/.exec(suite)?.[1]
    section = avant === undefined ? undefined : Number(avant)
  }
  const ordre = [...bornes, texte.length].toSorted((a, b) => a - b)
  const suivante = new Map(ordre.map((x, i) => [x, ordre[i + 1] ?? texte.length]))
  const objets = new Map<number, string>()
  for (const [n, place] of places) {
    const brut = texte.slice(place, suivante.get(place))
    const entete = /^\d+\s+\d+\s+obj\s/.exec(brut)?.[0]
    if (entete === undefined) throw new Error(`PDF inattendu : objet ${n} introuvable.`)
    objets.set(n, brut.slice(entete.length, brut.lastIndexOf('endobj')))
  }
  return { objets, racine }
}

/** Remplace dans un objet ce que `motif` trouve hors des chaînes et du flux ; le flux reste à l’octet près. */
const remplacer = (objet: string, motif: RegExp, par: (...m: string[]) => string): string => {
  let rendu = ''
  let debut = 0
  const rendre = (jusque: number) => {
    rendu += objet.slice(debut, jusque).replace(motif, par)
    debut = jusque
  }
  for (let i = 0; i < objet.length; i += 1) {
    if (objet[i] === '(') {
      rendre(i)
      let profondeur = 0
      for (; i < objet.length; i += 1) {
        if (objet[i] === '\\') i += 1
        else if (objet[i] === '(') profondeur += 1
        else if (objet[i] === ')') {
          profondeur -= 1
          if (profondeur === 0) break
        }
      }
      rendu += objet.slice(debut, i + 1)
      debut = i + 1
    } else if (objet[i] === 's' && /^stream\r?\n/.test(objet.slice(i, i + 8))) {
      rendre(i)
      return rendu + objet.slice(i)
    }
  }
  rendre(objet.length)
  return rendu
}

const renvois = /(\d+)\s+0\s+R\b/g
const parents = /(\/StructParents?)\s+(\d+)/g

/** Une chaîne PDF : UTF-16, en hexadécimal. */
const chaine = (texte: string): string =>
  `<FEFF${Buffer.from(texte, 'utf16le').swap16().toString('hex').toUpperCase()}>`

/** La première feuille sous un nœud de pages. */
const premierePage = (objets: Source['objets'], noeud: number): number => {
  const enfant = /\/Kids\s*\[\s*(\d+)\s+0\s+R/.exec(objets.get(noeud) ?? '')?.[1]
  return enfant === undefined ? noeud : premierePage(objets, Number(enfant))
}

/** Les originaux dans l’ordre donné ; `titre` nomme la compilation, `noms` chacun d’eux dans le plan. */
export const reunirPdf = (
  pdfs: readonly Uint8Array[],
  { titre, noms }: { readonly titre: string; readonly noms: readonly string[] },
): Buffer => {
  const tete = Buffer.from('%PDF-1.7\n%\x80\x80\x80\x80\n\n', 'latin1')
  const morceaux = [tete]
  const places: number[] = []
  let ici = tete.length
  const ecrire = (n: number, corps: string) => {
    places[n] = ici
    const octets = Buffer.from(`${n} 0 obj\n${corps.trimEnd()}\nendobj\n\n`, 'latin1')
    morceaux.push(octets)
    ici += octets.length
  }
  // 1 : catalogue, 2 : pages, 3 : structure, 4 : plan, 5 : titre ; puis les objets de chacun, puis le plan.
  let prochain = 6
  let compte = 0
  let cles = 0
  let roles = ''
  const suites: { pages: string; structure: string; numeros: string; page: number }[] = []
  for (const pdf of pdfs) {
    const { objets, racine } = lire(pdf)
    const catalogue = objets.get(racine) ?? ''
    const pages = Number(trouver(catalogue, /\/Pages\s+(\d+)\s+0\s+R/, 'Pages'))
    const structure = Number(trouver(catalogue, /\/StructTreeRoot\s+(\d+)\s+0\s+R/, 'StructTreeRoot'))
    const arbre = objets.get(structure) ?? ''
    const place = new Map<number, number>([[structure, 3]])
    for (const n of objets.keys()) if (n !== racine && n !== structure) place.set(n, prochain++)
    const suivre = (corps: string) => remplacer(corps, renvois, (_, n) => `${place.get(Number(n)) ?? 0} 0 R`)
    const base = cles
    cles += Number(trouver(arbre, /\/ParentTreeNextKey\s+(\d+)/, 'ParentTreeNextKey'))
    for (const [n, corps] of objets) {
      const neuf = place.get(n)
      if (neuf === undefined || n === structure) continue
      const vu = remplacer(suivre(corps), parents, (_, cle, k) => `${cle} ${Number(k) + base}`)
      ecrire(neuf, n === pages ? vu.replace(/>>\s*$/, '  /Parent 2 0 R\n>>') : vu)
    }
    roles ||= /\/RoleMap\s*<<[^>]*>>/.exec(arbre)?.[0] ?? ''
    compte += Number(trouver(objets.get(pages) ?? '', /\/Count\s+(\d+)/, 'Count'))
    suites.push({
      pages: `${place.get(pages)} 0 R`,
      structure: suivre(trouver(arbre, /\/K\s*\[([^\]]*)\]/, 'K')).trim(),
      numeros: suivre(trouver(arbre, /\/Nums\s*\[([^\]]*)\]/, 'Nums')).replace(
        /(\d+)(?=\s+\d+\s+0\s+R)/g,
        (k) => String(Number(k) + base),
      ),
      page: place.get(premierePage(objets, pages)) ?? 0,
    })
  }
  const plan = prochain
  for (const [i, s] of suites.entries()) {
    const liens = `${i > 0 ? `\n  /Prev ${plan + i - 1} 0 R` : ''}${i < suites.length - 1 ? `\n  /Next ${plan + i + 1} 0 R` : ''}`
    ecrire(
      plan + i,
      `<<\n  /Title ${chaine(noms[i] ?? '')}\n  /Parent 4 0 R\n  /Dest [${s.page} 0 R /Fit]${liens}\n>>`,
    )
  }
  const tous = (quoi: 'pages' | 'structure' | 'numeros') => suites.map((s) => s[quoi]).join(' ')
  ecrire(
    1,
    '<<\n  /Type /Catalog\n  /Pages 2 0 R\n  /Outlines 4 0 R\n  /StructTreeRoot 3 0 R\n  /Lang (fr-FR)\n  /MarkInfo << /Marked true /Suspects false >>\n  /ViewerPreferences << /DisplayDocTitle true >>\n>>',
  )
  ecrire(2, `<<\n  /Type /Pages\n  /Count ${compte}\n  /Kids [${tous('pages')}]\n>>`)
  ecrire(
    3,
    `<<\n  /Type /StructTreeRoot\n  ${roles}\n  /K [${tous('structure')}]\n  /ParentTree << /Nums [${tous('numeros')}] >>\n  /ParentTreeNextKey ${cles}\n>>`,
  )
  ecrire(
    4,
    `<<\n  /Type /Outlines\n  /First ${plan} 0 R\n  /Last ${plan + suites.length - 1} 0 R\n  /Count ${suites.length}\n>>`,
  )
  ecrire(5, `<<\n  /Title ${chaine(titre)}\n>>`)
  const total = plan + suites.length
  const lignes = Array.from(
    { length: total - 1 },
    (_, i) => `${String(places[i + 1] ?? 0).padStart(10, '0')} 00000 n\r\n`,
  )
  morceaux.push(
    Buffer.from(
      `xref\n0 ${total}\n0000000000 65535 f\r\n${lignes.join('')}trailer\n<<\n  /Size ${total}\n  /Root 1 0 R\n  /Info 5 0 R\n>>\nstartxref\n${ici}\n%%EOF\n`,
      'latin1',
    ),
  )
  return Buffer.concat(morceaux)
}
