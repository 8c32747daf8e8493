/** Un fichier des écritures comptables, relu règle par règle (LPF, A47 A-1). Pur : des octets et un nom, des anomalies. */
import { typographier } from '#kernel/texte.ts'
import {
  type Champ,
  champsDeDate,
  champsObligatoires,
  champsObligatoiresDeTresorerie,
  enTetesAdmis,
} from './champs.ts'
import { type Anomalie, type RegleFec, reglesFec } from './regles.ts'

export type FecVerifie = {
  /** Écritures, lignes sous l’en-tête. */
  readonly ecritures: number
  readonly lignes: number
  /** En centimes. */
  readonly debit: number
  readonly credit: number
  readonly anomalies: readonly Anomalie[]
  /** Toutes, même celles que la liste ne montre plus. */
  readonly anomaliesEnTout: number
}

/** Par règle, ce que la liste montre : au-delà, la même faute se répète. */
export const anomaliesMontrees = 200

type Lu = { readonly texte: string; readonly encodage: 'ok' | 'autre' }

const decoder = (octets: Uint8Array): Lu | undefined => {
  const [a, b, c] = octets
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    return { texte: new TextDecoder(a === 0xff ? 'utf-16le' : 'utf-16be').decode(octets), encodage: 'autre' }
  if (octets.includes(0)) return undefined
  const corps = a === 0xef && b === 0xbb && c === 0xbf ? octets.subarray(3) : octets
  try {
    return { texte: new TextDecoder('utf-8', { fatal: true }).decode(corps), encodage: 'ok' }
  } catch {
    // De 0x80 à 0x9F, l’ISO 8859-15 n’a que des commandes : c’est du Windows-1252.
    const windows = corps.some((o) => o >= 0x80 && o <= 0x9f)
    return {
      texte: new TextDecoder(windows ? 'windows-1252' : 'iso-8859-15').decode(corps),
      encodage: windows ? 'autre' : 'ok',
    }
  }
}

/** En centimes ; le signe en tête ou en queue ; rien si ce n’est pas un nombre à virgule. */
const lireMontant = (texte: string): number | undefined => {
  if (texte === '') return 0
  const m = /^([+-]?)(\d+)(?:,(\d*))?([+-]?)$/.exec(texte)
  if (!m || (m[1] && m[4])) return undefined
  const [, avant, entier = '', fraction = '', apres] = m
  // Au-delà du centime, on arrondit : la somme se juge au centime.
  const c = Math.round(Number(`${entier}.${fraction || '0'}`) * 100)
  return avant === '-' || apres === '-' ? -c : c
}

/** Ce qu’un montant mal écrit veut dire (« 1 300.00 ») : il se compte, pour que sa faute soit seule. */
const lireMontantMalEcrit = (texte: string): number | undefined => {
  const serre = texte.replaceAll(/[\s\u00a0\u202f]/g, '')
  return lireMontant(serre.includes(',') ? serre.replaceAll('.', '') : serre.replace('.', ','))
}

const estJour = (t: string): boolean => {
  const d = new Date(Date.UTC(Number(t.slice(0, 4)), Number(t.slice(4, 6)) - 1, Number(t.slice(6, 8))))
  return !Number.isNaN(d.getTime()) && d.toISOString().slice(0, 10).replaceAll('-', '') === t
}

const plat = (t: string) => t.trim().normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

const nomAdmis = /^\d{9}FEC(\d{8})(\.txt)?$/i

type EnTete = { readonly champs: readonly Champ[]; readonly rangs: ReadonlyMap<Champ, number> }

/** Les champs reconnus et leur rang ; `exact` : ce sont tous les champs d’un en-tête admis, dans son ordre. */
const lireEnTete = (noms: readonly string[]): EnTete & { readonly exact: boolean } => {
  const lus = noms.map(plat)
  const admis = enTetesAdmis.find((e) => e.length === lus.length && e.every((c, i) => plat(c) === lus[i]))
  const tous = new Set(enTetesAdmis.flat())
  const champs = lus.map((n) => [...tous].find((c) => plat(c) === n))
  const rangs = new Map<Champ, number>()
  for (const [i, c] of champs.entries()) if (c && !rangs.has(c)) rangs.set(c, i)
  return { champs: admis ?? champs.filter((c) => c !== undefined), rangs, exact: admis !== undefined }
}

type Ecriture = {
  readonly journal: string
  readonly numero: string
  readonly ligne: number
  readonly dates: Set<string>
  /** Une de ses lignes ne se lit pas : son équilibre ne se juge pas. */
  douteuse: boolean
  lignes: number
  debit: number
  credit: number
}

/** Un numéro d’écriture : ce qui le précède, et le nombre qui se suit. */
const couper = (numero: string) => {
  const m = /^(.*?)(\d+)(\D*)$/s.exec(numero)
  return m ? { cle: `${m[1]}·${m[3]}`, rang: Number(m[2]) } : undefined
}

/** Les trous d’une suite de numéros : chacun, le premier qui manque. */
const trous = (rangs: readonly number[]): number[] => {
  const tries = [...new Set(rangs)].toSorted((x, y) => x - y)
  return tries.flatMap((n, i) => (i > 0 && n !== (tries[i - 1] ?? 0) + 1 ? [(tries[i - 1] ?? 0) + 1] : []))
}

class Releve {
  readonly anomalies: Anomalie[] = []
  readonly #parRegle = new Map<RegleFec, number>()
  enTout = 0
  dire(ligne: number, regle: RegleFec, detail = ''): void {
    this.enTout += 1
    const deja = this.#parRegle.get(regle) ?? 0
    this.#parRegle.set(regle, deja + 1)
    if (deja >= anomaliesMontrees) return
    const { phrase } = reglesFec[regle]
    this.anomalies.push({
      ligne,
      regle,
      message: typographier(detail === '' ? phrase : `${phrase.replace(/\.$/, '')} : ${detail}.`),
    })
  }
}

const cite = (t: string) => `« ${t.slice(0, 40)} »`

/** `undefined` quand ce n’est pas du texte. `nom` : celui du fichier, sans son dossier. */
export const verifierFec = (octets: Uint8Array, nom: string): FecVerifie | undefined => {
  const lu = decoder(octets)
  if (!lu) return undefined
  const r = new Releve()
  const dite = nomAdmis.exec(nom)?.[1]
  const cloture = dite !== undefined && estJour(dite) ? dite : undefined
  if (cloture === undefined) r.dire(0, 'nom-fichier', cite(nom))
  if (lu.encodage === 'autre') r.dire(0, 'encodage')
  const lignes = lu.texte.split(/\r\n|\n|\r/)
  // Le dernier retour à la ligne n’ouvre pas une ligne vide.
  if (lignes.at(-1) === '') lignes.pop()
  const fin = (e: ReturnType<typeof bilan>): FecVerifie => ({
    ...e,
    anomalies: r.anomalies.toSorted((x, y) => x.ligne - y.ligne),
    anomaliesEnTout: r.enTout,
  })
  const rien = { ecritures: 0, lignes: 0, debit: 0, credit: 0 }
  const premiere = lignes[0] ?? ''
  if (premiere.trim() === '') {
    r.dire(0, 'fichier-vide')
    return fin(rien)
  }
  const separateur = premiere.includes('\t') ? '\t' : '|'
  const autre = separateur === '\t' ? '|' : '\t'
  if (!premiere.includes(separateur)) r.dire(1, 'separateur')
  else if (premiere.includes(autre)) r.dire(1, 'separateur', 'l’en-tête porte les deux')
  const noms = premiere.split(separateur)
  if (noms.length > 1 && noms.at(-1)?.trim() === '') {
    r.dire(1, 'separateur-final')
    noms.pop()
  }
  const enTete = lireEnTete(noms)
  if (!enTete.exact) {
    const attendu = enTetesAdmis[noms.some((n) => plat(n) === 'sens') ? 1 : 0] ?? []
    const manque = attendu.filter((c) => !enTete.rangs.has(c))
    const inconnus = noms.filter((n) => ![...enTete.rangs.keys()].some((c) => plat(c) === plat(n)))
    r.dire(
      1,
      'entete',
      manque.length > 0
        ? `il manque ${manque.join(', ')}`
        : inconnus.length > 0
          ? `${inconnus.map(cite).slice(0, 5).join(', ')} n’est pas attendu`
          : 'l’ordre n’est pas celui du texte',
    )
  }
  if (lignes.length === 1) r.dire(0, 'fichier-vide')
  const etat = lireLignes(r, { lignes, separateur, autre, enTete, largeur: noms.length, cloture })
  return fin(bilan(r, etat))
}

type ALire = {
  readonly lignes: readonly string[]
  readonly separateur: string
  readonly autre: string
  readonly enTete: EnTete
  readonly largeur: number
  readonly cloture: string | undefined
}
type Etat = {
  ecritures: Map<string, Ecriture>
  lignes: number
  debit: number
  credit: number
  douteux: boolean
}

const lireLignes = (r: Releve, a: ALire): Etat => {
  const { rangs } = a.enTete
  const etat: Etat = { ecritures: new Map(), lignes: 0, debit: 0, credit: 0, douteux: false }
  const journaux = new Map<string, string>()
  const obligatoires = [
    ...champsObligatoires,
    ...(rangs.has('DateRglt') ? champsObligatoiresDeTresorerie : []),
  ].filter((c) => rangs.has(c))
  let derniereValidation = ''
  // Un champ vide est une anomalie, et vaut ce que disait la ligne d’avant : elle reste seule.
  let [journal, ecriture] = ['', '']
  const ecritureDe = (code: string, numero: string, ligne: number): Ecriture => {
    const cle = `${code}\u0000${numero}`
    const connue = etat.ecritures.get(cle)
    if (connue) return connue
    const neuve = {
      journal: code,
      numero,
      ligne,
      dates: new Set<string>(),
      douteuse: false,
      lignes: 0,
      debit: 0,
      credit: 0,
    }
    etat.ecritures.set(cle, neuve)
    return neuve
  }
  for (const [i, brute] of a.lignes.entries()) {
    if (i === 0) continue
    const n = i + 1
    if (brute.trim() === '') {
      r.dire(n, 'ligne-vide')
      continue
    }
    etat.lignes += 1
    let valeurs = brute.split(a.separateur).map((v) => v.trim())
    if (valeurs.length === a.largeur + 1 && valeurs.at(-1) === '') {
      r.dire(n, 'separateur-final')
      valeurs.pop()
    }
    if (valeurs.length !== a.largeur) {
      // Une ligne à l’autre séparateur est une anomalie, et se lit quand même.
      const autrement = brute.split(a.autre).map((x) => x.trim())
      if (autrement.length !== a.largeur) {
        r.dire(n, 'nombre-champs', `${valeurs.length} au lieu de ${a.largeur}`)
        // Ses premiers champs disent encore, d’ordinaire, de quelle écriture elle est.
        const e = ecritureDe(valeurs[0] ?? '', valeurs[2] ?? '', n)
        e.douteuse = true
        e.lignes += 1
        etat.douteux = true
        continue
      }
      r.dire(n, 'separateur')
      valeurs = autrement
    }
    const v = (c: Champ): string => valeurs[rangs.get(c) ?? -1] ?? ''
    for (const c of obligatoires) if (v(c) === '') r.dire(n, 'champ-obligatoire', c)
    const compte = v('CompteNum')
    if (compte !== '' && !/^[1-8]\d\d/.test(compte)) r.dire(n, 'compte-numero', cite(compte))
    for (const c of champsDeDate) {
      const t = v(c)
      if (t === '') continue
      if (!/^\d{8}$/.test(t) || !estJour(t)) r.dire(n, 'date-forme', `${c}, ${cite(t)}`)
      else if (t < '19000101' || t > '20991231') r.dire(n, 'date-annee', `${c}, ${cite(t)}`)
    }
    const { debit, credit, douteux } = montantsDe(r, n, v, rangs)
    etat.debit += debit
    etat.credit += credit
    journal = v('JournalCode') || journal
    ecriture = v('EcritureNum') || ecriture
    const [libelle, date, validee] = [v('JournalLib'), v('EcritureDate'), v('ValidDate')]
    const connu = journaux.get(journal)
    if (connu === undefined) {
      if (libelle !== '') journaux.set(journal, libelle)
    } else if (connu !== libelle && libelle !== '')
      r.dire(n, 'journal-libelle', `${cite(journal)} : ${cite(connu)}, puis ${cite(libelle)}`)
    if (validee !== '' && /^\d{8}$/.test(validee)) {
      if (validee < derniereValidation)
        r.dire(n, 'ordre-validation', `${validee} après ${derniereValidation}`)
      else derniereValidation = validee
      if (/^\d{8}$/.test(date) && validee < date)
        r.dire(n, 'validation-avant', `${validee}, écriture du ${date}`)
    }
    if (a.cloture && /^\d{8}$/.test(date) && date > a.cloture) r.dire(n, 'apres-cloture', date)
    if (v('Montantdevise') !== '' && v('Idevise') === '' && lireMontant(v('Montantdevise')) !== 0)
      r.dire(n, 'devise')
    if ((v('CompAuxNum') === '') !== (v('CompAuxLib') === '')) r.dire(n, 'auxiliaire')
    if (v('DateLet') !== '' && v('EcritureLet') === '') r.dire(n, 'lettrage')
    const e = ecritureDe(journal, ecriture, n)
    if (/^\d{8}$/.test(date) && !e.dates.has(date)) {
      if (e.dates.size > 0) r.dire(n, 'ecriture-date', `${cite(ecriture)}, ${[...e.dates][0]} puis ${date}`)
      e.dates.add(date)
    }
    e.douteuse ||= douteux
    etat.douteux ||= douteux
    e.lignes += 1
    e.debit += debit
    e.credit += credit
  }
  return etat
}

const montantsDe = (
  r: Releve,
  n: number,
  v: (c: Champ) => string,
  rangs: ReadonlyMap<Champ, number>,
): { debit: number; credit: number; douteux: boolean } => {
  let douteux = false
  const montant = (c: Champ): number => {
    const lu = lireMontant(v(c))
    if (lu !== undefined) return lu
    r.dire(n, 'montant-forme', `${c}, ${cite(v(c))}`)
    const voulu = lireMontantMalEcrit(v(c))
    douteux ||= voulu === undefined
    return voulu ?? 0
  }
  if (lireMontant(v('Montantdevise')) === undefined)
    r.dire(n, 'montant-forme', `Montantdevise, ${cite(v('Montantdevise'))}`)
  let [debit, credit] = [0, 0]
  if (rangs.has('Sens')) {
    const m = montant('Montant')
    const sens = v('Sens').toUpperCase()
    if (sens === 'D' || sens === '+1' || sens === '1') debit = m
    else if (sens === 'C' || sens === '-1') credit = m
    else {
      r.dire(n, 'sens', cite(v('Sens')))
      douteux = true
    }
    if (m === 0 && v('Montant') === '') r.dire(n, 'champ-obligatoire', 'Montant')
  } else {
    debit = montant('Debit')
    credit = montant('Credit')
    if (debit !== 0 && credit !== 0) r.dire(n, 'montant-double')
  }
  if (debit === 0 && credit === 0 && !douteux) r.dire(n, 'montant-nul')
  return { debit, credit, douteux }
}

const euros = (c: number) => `${(c / 100).toFixed(2).replace('.', ',')} €`

const bilan = (r: Releve, etat: Etat) => {
  const ecritures = [...etat.ecritures.values()]
  for (const e of ecritures) {
    if (e.debit !== e.credit && !e.douteuse)
      r.dire(
        e.ligne,
        'ecriture-equilibre',
        `${cite(e.numero)} du journal ${cite(e.journal)}, ${euros(e.debit)} au débit, ${euros(e.credit)} au crédit`,
      )
    if (e.lignes < 2) r.dire(e.ligne, 'ecriture-lignes', `${cite(e.numero)} du journal ${cite(e.journal)}`)
  }
  if (etat.debit !== etat.credit && !etat.douteux)
    r.dire(0, 'fichier-equilibre', `${euros(etat.debit)} au débit, ${euros(etat.credit)} au crédit`)
  suivre(r, ecritures)
  return { ecritures: ecritures.length, lignes: etat.lignes, debit: etat.debit, credit: etat.credit }
}

/** La séquence vaut pour le fichier, ou pour chaque journal : on prend celle qui se tient, sinon celle des journaux. */
const suivre = (r: Releve, ecritures: readonly Ecriture[]): void => {
  const coupees = ecritures.flatMap((e) => {
    if (e.numero === '') return []
    const c = couper(e.numero)
    if (!c || c.rang === 0) {
      r.dire(e.ligne, 'ecriture-numero', `${cite(e.numero)} n’est pas un numéro d’une suite`)
      return []
    }
    return [{ ...c, e }]
  })
  const parCle = (cle: (c: (typeof coupees)[number]) => string) => {
    const suites = new Map<string, (typeof coupees)[number][]>()
    for (const c of coupees) {
      const suite = suites.get(cle(c))
      if (suite) suite.push(c)
      else suites.set(cle(c), [c])
    }
    return suites
  }
  const duFichier = trous(coupees.map((c) => c.rang))
  if (duFichier.length === 0) return
  for (const suite of parCle((c) => `${c.e.journal}\u0000${c.cle}`).values())
    for (const manque of trous(suite.map((c) => c.rang))) {
      const apres = suite.find((c) => c.rang > manque)
      r.dire(
        apres?.e.ligne ?? 0,
        'ecriture-numero',
        `dans le journal ${cite(suite[0]?.e.journal ?? '')}, ${manque} manque`,
      )
    }
}
