/*
 * Plusieurs PDF de Coforme en un seul, pour l’impression : leurs pages telles qu’elles furent figées, l’une après l’autre, avec leur
 * balisage. Rien n’est recomposé. Le fichier est PDF/A-3a et PDF/UA-1 comme ses originaux ; leurs pièces jointes leur restent : c’est une
 * compilation, jamais une preuve. Ce que les originaux ont en commun (polices, images, profil de couleur) n’y est qu’une fois.
 */
import { createHash } from 'node:crypto'
import {
  avecOctets,
  ecrireObjets,
  lireObjets,
  type Objet,
  octetsDe,
  remplacer,
  renvois,
  trouver,
} from '#platform/pdf/objets.ts'
import { fondrePolices, renvoi } from '#platform/pdf/polices-communes.ts'

const renvoisEtParents = /(\d+)\s+0\s+R\b|(\/StructParents?)\s+(\d+)/g
const premiers = 8

/** Une chaîne PDF : UTF-16, en hexadécimal. */
const chaine = (texte: string): string =>
  `<FEFF${Buffer.from(texte, 'utf16le').swap16().toString('hex').toUpperCase()}>`

const echapper = (texte: string): string => texte.replace(/[<>&"]/g, (signe) => `&#${signe.charCodeAt(0)};`)

/** Les métadonnées de la compilation : celles du premier original, sous son titre et son identité à elle. */
const metadonnees = (xmp: string, titre: string, identite: string): string =>
  xmp
    .replace(
      /(<dc:title>[\s\S]*?<rdf:li[^>]*>)[\s\S]*?(<\/rdf:li>)/,
      (_, a, b) => `${a}${echapper(titre)}${b}`,
    )
    .replace(/<dc:description>[\s\S]*?<\/dc:description>/, '')
    .replace(/<dc:subject>[\s\S]*?<\/dc:subject>/, '')
    .replace(/<pdf:Keywords>[\s\S]*?<\/pdf:Keywords>/, '')
    .replace(/(<xmpMM:(?:DocumentID|InstanceID)>)[^<]*/g, (_, a) => `${a}${identite}`)
    .replace(/<xmpTPg:NPages>\d+<\/xmpTPg:NPages>/, '')

/** La première feuille sous un nœud de pages. */
const premierePage = (objets: ReadonlyMap<number, Objet>, noeud: number): number => {
  const enfant = /\/Kids\s*\[\s*(\d+)\s+0\s+R/.exec(objets.get(noeud)?.texte ?? '')?.[1]
  return enfant === undefined ? noeud : premierePage(objets, Number(enfant))
}

/**
 * Les objets qui ne renvoient à rien, ou qu’à de tels objets, et sont les mêmes : un seul en reste (images, profil de couleur). Rend, pour
 * chaque autre, celui qui en tient lieu.
 */
const partager = (objets: ReadonlyMap<number, Objet>): ReadonlyMap<number, number> => {
  const seuls = [...objets]
    .filter(([, { texte }]) => !/\/(?:Parent|P|Pg|StructParents?)\s/.test(texte))
    .map(([n, { texte, flux }]) => ({
      n,
      texte: flux ? texte + createHash('sha256').update(flux).digest('hex') : texte,
    }))
  const memes = new Map<number, number>()
  /** Le premier de chaque texte. Ce qui ne renvoie à rien ne change pas d’un tour à l’autre. */
  const vus = new Map<string, number>()
  let aVoir = seuls.map(({ n, texte }) => ({ n, texte, seul: texte.search(renvois) < 0 }))
  for (let avant = -1; avant < memes.size; ) {
    avant = memes.size
    for (const { n, texte, seul } of aVoir) {
      const cle = seul ? texte : remplacer(texte, renvois, (_, x) => `${memes.get(Number(x)) ?? x} 0 R`)
      const autre = vus.get(cle)
      if (autre === undefined) vus.set(cle, n)
      else if (autre !== n) memes.set(n, autre)
    }
    aVoir = aVoir.filter((o) => !o.seul && !memes.has(o.n))
  }
  return memes
}

/** Les originaux dans l’ordre donné ; `titre` nomme la compilation, `noms` chacun d’eux dans le plan. Mêmes originaux, mêmes octets. */
export const reunirPdf = (
  pdfs: readonly Uint8Array[],
  { titre, noms }: { readonly titre: string; readonly noms: readonly string[] },
): Buffer => {
  const objets = new Map<number, Objet>()
  // Serrer au plus douze dessins déjà serrés coûterait un vingtième à un dixième du calcul, pour cinq à sept cents octets (mesuré).
  const polices = fondrePolices(objets, { niveau: 6 })
  // 1 : catalogue, 2 : pages, 3 : structure, 4 : plan, 5 : titre, 6 : métadonnées, 7 : intention de couleur ; puis chacun, puis le plan.
  let prochain = premiers
  let compte = 0
  let cles = 0
  let roles = ''
  let xmp: Objet | undefined
  let intention = ''
  const suites: { pages: string; structure: string; numeros: string; page: number }[] = []
  for (const pdf of pdfs) {
    const { objets: siens, racine } = lireObjets(pdf)
    const catalogue = siens.get(racine)?.texte ?? ''
    const pages = renvoi(catalogue, 'Pages')
    const structure = renvoi(catalogue, 'StructTreeRoot')
    const arbre = siens.get(structure)?.texte ?? ''
    const place = new Map<number, number>([[structure, 3]])
    for (const n of siens.keys()) if (n !== racine && n !== structure) place.set(n, prochain++)
    const suivre = (corps: string) => remplacer(corps, renvois, (_, n) => `${place.get(Number(n)) ?? 0} 0 R`)
    const base = cles
    cles += Number(trouver(arbre, /\/ParentTreeNextKey\s+(\d+)/, 'ParentTreeNextKey'))
    for (const [n, { texte, ...reste }] of siens) {
      const neuf = place.get(n)
      if (neuf === undefined || n === structure) continue
      const vu = remplacer(texte, renvoisEtParents, (_, x, cle, k) =>
        cle ? `${cle} ${Number(k) + base}` : `${place.get(Number(x)) ?? 0} 0 R`,
      )
      objets.set(neuf, {
        ...reste,
        texte: n === pages ? vu.replace(/>>\s*$/, ' /Parent 2 0 R >>') : vu,
      })
    }
    polices.recoderPages([...siens.keys()].map((n) => place.get(n) ?? 0))
    roles ||= /\/RoleMap\s*<<[^>]*>>/.exec(arbre)?.[0] ?? ''
    if (!xmp) {
      xmp = siens.get(renvoi(catalogue, 'Metadata'))
      intention = suivre(
        trouver(catalogue, /(\/OutputIntents\s*(?:\[[^\]]*\]|\d+\s+0\s+R))/, 'OutputIntents'),
      )
    }
    compte += Number(trouver(siens.get(pages)?.texte ?? '', /\/Count\s+(\d+)/, 'Count'))
    suites.push({
      pages: `${place.get(pages)} 0 R`,
      structure: suivre(trouver(arbre, /\/K\s*\[([^\]]*)\]/, 'K')).trim(),
      numeros: suivre(trouver(arbre, /\/Nums\s*\[([^\]]*)\]/, 'Nums')).replace(
        /(\d+)(?=\s+\d+\s+0\s+R)/g,
        (k) => String(Number(k) + base),
      ),
      page: place.get(premierePage(siens, pages)) ?? 0,
    })
  }
  if (!xmp) throw new Error('Rien à réunir.')
  polices.finir()
  const poser = (n: number, texte: string) => objets.set(n, { texte })
  const plan = prochain
  for (const [i, s] of suites.entries()) {
    const liens = `${i > 0 ? ` /Prev ${plan + i - 1} 0 R` : ''}${i < suites.length - 1 ? ` /Next ${plan + i + 1} 0 R` : ''}`
    poser(plan + i, `<< /Title ${chaine(noms[i] ?? '')} /Parent 4 0 R /Dest [${s.page} 0 R /Fit]${liens} >>`)
  }
  const tous = (quoi: 'pages' | 'structure' | 'numeros') => suites.map((s) => s[quoi]).join(' ')
  poser(
    1,
    `<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R /StructTreeRoot 3 0 R /Metadata 6 0 R ${intention} /Lang (fr-FR) /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> >>`,
  )
  poser(2, `<< /Type /Pages /Count ${compte} /Kids [${tous('pages')}] >>`)
  poser(
    3,
    `<< /Type /StructTreeRoot ${roles} /K [${tous('structure')}] /ParentTree << /Nums [${tous('numeros')}] >> /ParentTreeNextKey ${cles} >>`,
  )
  poser(
    4,
    `<< /Type /Outlines /First ${plan} 0 R /Last ${plan + suites.length - 1} 0 R /Count ${suites.length} >>`,
  )
  poser(5, `<< /Title ${chaine(titre)} >>`)
  const empreinte = createHash('sha256')
  for (const pdf of pdfs) empreinte.update(pdf)
  const identite = empreinte.update(titre).digest('hex').slice(0, 32)
  objets.set(6, avecOctets(xmp, Buffer.from(metadonnees(octetsDe(xmp).toString('utf8'), titre, identite))))
  return ecrireObjets(
    { objets, racine: 1, info: 5, id: `/ID [<${identite}><${identite}>]` },
    partager(objets),
  )
}
