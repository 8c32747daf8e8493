/** L’archive qui part avec une personne : ses programmes, ses supports, sa clientèle, ses références ; rien d’un stagiaire. Pur. */
import { formaterDuree } from '#kernel/heures.ts'
import { accorder, compter, plier } from '#kernel/texte.ts'

/** Une personne formée : aucun de ces mots ne part. */
export type PersonneFormee = {
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly telephone: string | null
}
const TU = '[une personne formée]'

/** Un signe sans accent ni casse ; une marque d’accent, seule, n’est rien. */
const plierUn = (c: string): string =>
  c < '\u0080' ? c.toLowerCase() : /\p{M}/u.test(c) ? '' : /[\p{L}\p{N}]/u.test(c) ? plier(c) : c
/** Un texte sans accent ni casse, et d’où vient chacun de ses signes. */
const replier = (t: string): { readonly plie: string; readonly dou: readonly number[] } => {
  let plie = ''
  let rang = 0
  const dou: number[] = []
  for (const c of t) {
    const p = plierUn(c)
    plie += p
    for (let i = 0; i < p.length; i += 1) dou.push(rang)
    rang += c.length
  }
  return { plie, dou }
}

const litteral = (t: string) => t.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Ce qui sépare deux mots d’un nom, dans une phrase ou dans le nom d’un fichier : un blanc, une virgule, un trait, une apostrophe. */
const ENTRE = `[\\s,_.'’\\u2010-\\u2015-]+`
const souple = (t: string) => plier(t).split(' ').filter(Boolean).map(litteral).join(ENTRE)
const CIVILITE = `(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)[\\s.]+`
/** Ses neuf derniers chiffres, quoi qu’il y ait devant (« 06 », « +33 6 », « 0033 (0)6 ») et entre eux. */
const numero = (t: string): string => {
  const chiffres = t.replace(/\D/g, '').slice(-9)
  return chiffres.length < 9
    ? litteral(replier(t.trim()).plie)
    : `(?:(?:\\+|00)\\d{2,3}[\\s.-]*(?:\\(0\\)[\\s.-]*)?|0[\\s.-]*)?${[...chiffres].join('[\\s./-]*')}`
}

/** Ces noms de famille sont aussi des mots que toute phrase emploie : seuls, ils ne nomment personne. */
const OUTILS = new Set(
  'le la les un une des du de au aux et ou en y ce se sa ses son sur ma mon ta ton car dans pour avec sans sous vers par elle il on qui que dont'.split(
    ' ',
  ),
)
const ouOutil = (nom: string): boolean => OUTILS.has(plier(nom)) || plier(nom).length < 2

export type Masque = {
  /** Le nom de famille seul : `capitale`, écrit comme un nom propre ; `partout`, en minuscules aussi (un nom de fichier). Sans rien dire, il reste. */
  readonly seul?: 'capitale' | 'partout'
  /** Des noms qui partent tels quels : une cliente, l’enseigne, qui y travaille. Ils l’emportent sur un nom de famille seul, sur rien d’autre. */
  readonly gardes?: readonly string[]
}

const motif = (gens: readonly PersonneFormee[], { seul, gardes = [] }: Masque): RegExp | undefined => {
  const mots = gens.flatMap(({ prenom, nom, courriel, telephone }) => {
    const [p, n] = [souple(prenom), souple(nom)]
    return [
      ...(p && n ? [`${p}${ENTRE}${n}`, `${n}${ENTRE}${p}`] : []),
      ...(n ? [`${CIVILITE}${n}`] : []),
      ...(courriel?.trim() ? [litteral(replier(courriel.trim()).plie)] : []),
      ...(telephone?.trim() ? [numero(telephone)] : []),
    ]
  })
  const noms = seul ? gens.flatMap(({ nom }) => (ouOutil(nom) ? [] : souple(nom))) : []
  // Le plus long d’abord : « Anne Le Bihan » avant « Anne Le ».
  const unDe = (l: readonly string[]) =>
    [...new Set(l.filter(Boolean))].toSorted((a, b) => b.length - a.length).join('|')
  const parts = [
    unDe(mots),
    unDe(noms) && unDe(gardes.map(souple)) && `(?<garde>${unDe(gardes.map(souple))})`,
    unDe(noms) && `(?<seul>${unDe(noms)})`,
  ].filter(Boolean)
  return parts.length > 0
    ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'gu')
    : undefined
}

/** Le texte sans ce que ce motif y trouve, quels que soient les accents et la casse ; un nom seul, selon ce que le masque en dit. */
const masquer = (t: string, nomme: RegExp, { seul }: Masque): string => {
  const { plie, dou } = replier(t)
  let net = ''
  let depuis = 0
  for (const m of plie.matchAll(nomme)) {
    const debut = dou[m.index] ?? t.length
    if (m.groups?.garde !== undefined) continue
    if (m.groups?.seul !== undefined && seul === 'capitale' && !/^\p{Lu}/u.test(t.slice(debut))) continue
    net += t.slice(depuis, debut) + TU
    depuis = dou[m.index + m[0].length] ?? t.length
  }
  return net + t.slice(depuis)
}

/** Remplace, dans chaque texte de cette valeur, ce qui nomme une personne formée ; et dit combien de textes en nommaient. */
export const sansPersonneFormee = <T>(
  valeur: T,
  gens: readonly PersonneFormee[],
  masque: Masque = {},
): { readonly valeur: T; readonly touches: number } => {
  const nomme = motif(gens, masque)
  if (!nomme) return { valeur, touches: 0 }
  let touches = 0
  const visiter = (v: unknown): unknown => {
    if (typeof v === 'string') {
      const net = masquer(v, nomme, masque)
      if (net === v) return v
      touches += 1
      return net
    }
    if (Array.isArray(v)) return v.map(visiter)
    return typeof v === 'object' && v !== null
      ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, visiter(x)]))
      : v
  }
  return { valeur: visiter(valeur) as T, touches }
}

/** Les structures qui ne sont pas une personne formée : celle dont le nom, le courriel ou le téléphone est le sien (elle exerce seule) reste ici, entière. */
export const clientsQuiPartent = <
  T extends { readonly nom: string; readonly courriel: string | null; readonly telephone: string | null },
>(
  clients: readonly T[],
  gens: readonly PersonneFormee[],
): T[] =>
  clients.filter(
    ({ nom, courriel, telephone }) => sansPersonneFormee([nom, courriel, telephone], gens).touches === 0,
  )

/** Des minutes en heures, au centième. */
export const enHeures = (minutes: number): number => Math.round((minutes * 100) / 60) / 100

type Textes = Readonly<Record<string, unknown>>
export type ContenuDeSortie = {
  readonly cooperative: string
  readonly enseigne: string
  readonly personne: string
  readonly le: string
  readonly programmes: readonly {
    readonly intitule: string
    readonly contenu: Textes
    readonly fichier: string | null
  }[]
  readonly supports: readonly {
    /** Le registre où il se tient. */
    readonly genre: string
    readonly titre: string
    readonly programme: string
    readonly le: string
    readonly contenu: Textes
    readonly fichiers: readonly string[]
  }[]
  readonly clientele: readonly {
    readonly nom: string
    readonly siret: string | null
    readonly adresse: string
    readonly courriel: string | null
    readonly telephone: string | null
    readonly contacts: readonly {
      readonly nom: string
      readonly fonction: string | null
      readonly courriel: string | null
      readonly telephone: string | null
    }[]
  }[]
  readonly references: readonly {
    readonly intitule: string
    readonly du: string
    readonly au: string
    readonly heures: number
    readonly clients: readonly string[]
    readonly personnesFormees: number
  }[]
}

const echapper = (t: string): string =>
  t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const vide = (v: unknown) =>
  v === null || v === undefined || v === '' || v === false || (Array.isArray(v) && v.length === 0)
const dire = (v: unknown): string =>
  echapper(
    Array.isArray(v) ? v.map(String).join(' · ') : typeof v === 'object' ? JSON.stringify(v) : String(v),
  ).replaceAll('\n', '<br>')
/** « publicVise » se lit « public vise ». */
const nomDuChamp = (k: string) => echapper(k.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
const textes = (t: Textes): string =>
  `<dl>${Object.entries(t)
    .filter(([, v]) => !vide(v))
    .map(([k, v]) => `<dt>${nomDuChamp(k)}</dt><dd>${dire(v)}</dd>`)
    .join('')}</dl>`
const lien = (f: string) => `<a href="${echapper(f)}">${echapper(f.split('/').at(-1) ?? f)}</a>`
const rubrique = (titre: string, l: readonly string[]) =>
  `<h2>${titre}</h2>\n${l.length === 0 ? '<p>Rien.</p>' : l.join('\n')}`

/** Les heures, de minutes entières : « 3 h 20 ». */
const direHeures = (heures: number): string => formaterDuree(Math.round(heures * 60))

/** La page lisible, sans script ni réseau. */
export const pageDeSortie = (c: ContenuDeSortie): string => `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${echapper(c.enseigne)}\u00a0: ce qui est à ${echapper(c.personne)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70ch;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fffdf8}h1,h2{line-height:1.2}h2{margin-top:2.5rem;border-top:1px solid #d8d2c4;padding-top:1rem}dt{font-weight:600}dd{margin:0 0 .6rem;overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#ece7dc;background:#14171d}}</style></head><body>
<h1>${echapper(c.enseigne)}\u00a0: ce qui est à ${echapper(c.personne)}</h1>
<p>Remis par ${echapper(c.cooperative)}, le ${echapper(c.le)} (article L7331-2 du code du travail). <code>sortie.json</code> dit la même chose pour un autre outil. Les noms, courriels et téléphones des personnes formées sont ôtés des textes qui suivent, un nom de famille seul aussi quand il porte sa capitale\u00a0; une cliente ou un client qui en porte le nom n’y est pas. Les fichiers joints aux supports partent tels que déposés\u00a0: relisez-les avant de les remettre à quelqu’un. Les preuves restent à la coopérative.</p>
${rubrique(
  'Programmes',
  c.programmes.map(
    (p) =>
      `<h3>${echapper(p.intitule)}</h3>${p.fichier ? `<p>${lien(p.fichier)}</p>` : ''}${textes(p.contenu)}`,
  ),
)}
${rubrique(
  'Supports',
  c.supports.map(
    (s) =>
      `<h3>${echapper(s.titre)}</h3><p>${echapper([s.programme, s.le].filter(Boolean).join(', '))}</p>${textes(s.contenu)}${s.fichiers.map((f) => `<p>${lien(f)}</p>`).join('')}`,
  ),
)}
${rubrique(
  'Clientèle',
  c.clientele.map(
    (x) =>
      `<h3>${echapper(x.nom)}</h3>${textes({ siret: x.siret, adresse: x.adresse, courriel: x.courriel, telephone: x.telephone, contacts: x.contacts.map((k) => [k.nom, k.fonction, k.courriel, k.telephone].filter(Boolean).join(', ')) })}`,
  ),
)}
${rubrique(
  'Références',
  c.references.map(
    (r) =>
      `<p><b>${echapper(r.intitule)}</b>, du ${echapper(r.du)} au ${echapper(r.au)}\u00a0: ${echapper(direHeures(r.heures))}, ${compter(r.personnesFormees, 'personne')} ${accorder(r.personnesFormees, 'formée')}${r.clients.length > 0 ? `, pour ${echapper(r.clients.join(', '))}` : ''}.</p>`,
  ),
)}
</body></html>
`
