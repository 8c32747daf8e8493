import { createHash } from 'node:crypto'
import type { ActiviteId } from '#kernel/id.ts'
import { compter, plier } from '#kernel/texte.ts'
import type { LigneCsv } from '#platform/csv/lire-csv.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  completerEntreprises,
  completerPersonnes,
  insererEntreprises,
  insererPersonnes,
} from '../db/fiches-en-nombre.ecritures.ts'
import {
  type Complement,
  type EntrepriseNeuve,
  entreprisesDe,
  type FicheLue,
  type PersonneNeuve,
  personnesDeNoms,
} from '../db/fiches-en-nombre.ts'
import { jalonner } from '../db/jalon.ts'
import { reconnaitreOuCreerEntreprise } from '../db/tiers.ecritures.ts'
import {
  type Complete,
  type Correspondance,
  type FicheConnue,
  type GenreImport,
  type Importe,
  type LigneRapportee,
  rapporter,
  reconnaitreEntreprise,
  reconnaitrePersonne,
} from '../domain/colonnes.ts'
import { comparerFiche, direEcart } from '../domain/completer-fiche.ts'
import type { EntrepriseId } from '../domain/lus.ts'
import { lireEntreprises, lirePersonnes } from '../lecture/lire-fiches.ts'

export type ImportVoulu = {
  readonly genre: GenreImport
  readonly activite: ActiviteId
  readonly nomFichier: string
  readonly lignes: readonly LigneCsv[]
  readonly colonnes: Correspondance
  /** Tout est fait, compté, puis défait : le rapport dit ce que l'import ferait. */
  readonly essai: boolean
  readonly lecture: string | null
}

const direTout = (...phrases: readonly (string | undefined)[]): string => phrases.filter(Boolean).join(' ')

type Connue = FicheConnue & Partial<FicheLue>
const ranger = <T extends { pli: string }>(fiches: readonly T[]): Map<string, T[]> =>
  Map.groupBy(fiches, (f) => f.pli)

type Fait = {
  readonly lignes: LigneRapportee[]
  /** Nées de cet import : à l’essai, elles n’existent plus. */
  readonly nees: ReadonlySet<string>
  readonly completes: readonly Complete[]
}
const empreinte = (valeur: string): string => createHash('sha256').update(valeur).digest('hex')
const colonnesDesChamps: Readonly<Record<string, string>> = {
  codePostal: 'code_postal',
  entreprise: 'entreprise_id',
}
const enComplete = (
  genre: Complete['genre'],
  id: string,
  champs: Readonly<Record<string, string>>,
): Complete => ({
  genre,
  id,
  champs: Object.fromEntries(
    Object.entries(champs).map(([champ, valeur]) => [colonnesDesChamps[champ] ?? champ, empreinte(valeur)]),
  ),
})

const faireLesPersonnes = async (tx: TenantTx, v: ImportVoulu, le: Date): Promise<Fait> => {
  const lues = lirePersonnes(v.lignes, v.colonnes)
  const saisies = lues.flatMap((l) => ('saisie' in l ? [l.saisie] : []))
  const cle = (s: { nom: string; prenom: string }) => plier(`${s.nom} ${s.prenom}`)
  const connues: Map<string, Connue[]> = ranger(await personnesDeNoms(tx, v.activite, saisies.map(cle)))
  const employeurs = new Map<string, EntrepriseId>()
  const employeursNes: EntrepriseId[] = []
  const apprises: Complete[] = []
  const neuves: PersonneNeuve[] = []
  const complements = new Map<string, Record<string, string>>()
  const rendues: LigneRapportee[] = []
  for (const l of lues) {
    if (!('saisie' in l)) {
      rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'fautive', phrase: l.fautes })
      continue
    }
    const { saisie } = l
    const memeNom = connues.get(cle(saisie)) ?? []
    const vue = reconnaitrePersonne(memeNom, saisie.courriel)
    if (vue.fait === 'indecise') {
      rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'fautive', phrase: vue.phrase })
      continue
    }
    const { employeur } = saisie
    const cleEmployeur = employeur && `${employeur.siret ?? ''} ${plier(employeur.nom)}`
    let entreprise = cleEmployeur === undefined ? undefined : employeurs.get(cleEmployeur)
    if (employeur && cleEmployeur !== undefined && entreprise === undefined) {
      const vu = await reconnaitreOuCreerEntreprise(tx, v.activite, employeur, le, v.lecture)
      entreprise = vu.id
      employeurs.set(cleEmployeur, entreprise)
      if (vu.fait === 'creee') employeursNes.push(vu.id)
      // Née plus haut dans ce fichier, elle s'en ira entière.
      if (vu.fait === 'apprise' && employeur.siret !== undefined && !employeursNes.includes(vu.id))
        apprises.push(enComplete('entreprise', vu.id, { siret: employeur.siret }))
    }
    if (vue.fait === 'neuve') {
      const id = newId<'Tiers'>(le)
      neuves.push({ ...saisie, id, entreprise })
      connues.set(cle(saisie), [
        ...memeNom,
        {
          ...saisie,
          id,
          courriel: saisie.courriel ?? null,
          siret: null,
          siren: null,
          entreprise: entreprise ?? null,
        } as Connue,
      ])
      const homonyme = memeNom.length > 0 ? 'Une autre personne porte ce nom, sous un autre courriel.' : ''
      rendues.push({
        ligne: l.ligne,
        libelle: l.libelle,
        sort: 'creee',
        phrase: direTout(l.sans, homonyme),
        fiche: id,
      })
      continue
    }
    const fiche = vue.fiche as Connue
    const { complete, differe } = comparerFiche(fiche, saisie, [
      'courriel',
      'telephone',
      'adresse',
      'codePostal',
      'ville',
    ])
    if (entreprise !== undefined && fiche.entreprise === null) complete.entreprise = entreprise
    else if (entreprise !== undefined && fiche.entreprise !== entreprise) differe.push('l’employeur')
    if (Object.keys(complete).length > 0) {
      Object.assign(fiche, complete)
      complements.set(fiche.id, { ...complements.get(fiche.id), ...complete })
    }
    rendues.push({
      ligne: l.ligne,
      libelle: l.libelle,
      sort: Object.keys(complete).length > 0 ? 'completee' : 'inchangee',
      phrase: direTout(l.sans, direEcart(differe)),
      fiche: fiche.id,
    })
  }
  await insererPersonnes(tx, v.activite, neuves, le, v.lecture)
  await completerPersonnes(
    tx,
    [...complements].map(([id, c]): Complement => ({ id, ...c })),
  )
  const nees = new Set<string>(neuves.map((n) => n.id))
  const completees = [...complements].filter(([id]) => !nees.has(id))
  return {
    lignes: rendues,
    nees,
    completes: [...apprises, ...completees.map(([id, c]) => enComplete('personne', id, c))],
  }
}

const faireLesEntreprises = async (tx: TenantTx, v: ImportVoulu, le: Date): Promise<Fait> => {
  const lues = lireEntreprises(v.lignes, v.colonnes)
  const saisies = lues.flatMap((l) => ('saisie' in l ? [l.saisie] : []))
  const fiches: (Connue & { pli: string })[] = await entreprisesDe(
    tx,
    v.activite,
    saisies.map((s) => plier(s.nom)),
    saisies.flatMap((s) => s.siret ?? []),
  )
  const parNom = ranger(fiches)
  const parSiret = new Map(fiches.flatMap((f) => (f.siret === null ? [] : [[f.siret, f] as const])))
  const neuves: EntrepriseNeuve[] = []
  const complements = new Map<string, Record<string, string>>()
  const rendues: LigneRapportee[] = []
  for (const l of lues) {
    if (!('saisie' in l)) {
      rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'fautive', phrase: l.fautes })
      continue
    }
    const { saisie } = l
    const pli = plier(saisie.nom)
    const duSiret = saisie.siret === undefined ? undefined : parSiret.get(saisie.siret)
    const candidates = [...(parNom.get(pli) ?? []), ...(duSiret ? [duSiret] : [])]
    const vue = reconnaitreEntreprise(
      candidates.map((f) => ({ ...f, memeNom: f.pli === pli })),
      saisie.siret,
      saisie.siren,
    )
    if (vue.fait === 'indecise') {
      rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'fautive', phrase: vue.phrase })
      continue
    }
    if (vue.fait === 'neuve') {
      const id = newId<'Entreprise'>(le)
      neuves.push({ ...saisie, id })
      const fiche = {
        ...saisie,
        id,
        pli,
        courriel: saisie.courriel ?? null,
        siret: saisie.siret ?? null,
        siren: saisie.siren ?? null,
        entreprise: null,
      } as Connue & { pli: string }
      parNom.set(pli, [...(parNom.get(pli) ?? []), fiche])
      if (fiche.siret !== null) parSiret.set(fiche.siret, fiche)
      rendues.push({
        ligne: l.ligne,
        libelle: l.libelle,
        sort: 'creee',
        phrase: direTout(l.sans),
        fiche: id,
      })
      continue
    }
    const fiche = candidates.find((f) => f.id === vue.fiche.id) as Connue & { pli: string }
    const { complete, differe } = comparerFiche(fiche, saisie, [
      'courriel',
      'telephone',
      'adresse',
      'codePostal',
      'ville',
      'nda',
    ])
    if (saisie.siret !== undefined && fiche.siret === null) complete.siret = saisie.siret
    if (saisie.siren !== undefined && fiche.siret === null && fiche.siren === null)
      complete.siren = saisie.siren
    if (fiche.pli !== pli) differe.push('le nom')
    if (Object.keys(complete).length > 0) {
      Object.assign(fiche, complete)
      if (complete.siret !== undefined) parSiret.set(complete.siret, fiche)
      complements.set(fiche.id, { ...complements.get(fiche.id), ...complete })
    }
    rendues.push({
      ligne: l.ligne,
      libelle: l.libelle,
      sort: Object.keys(complete).length > 0 ? 'completee' : 'inchangee',
      phrase: direTout(l.sans, direEcart(differe)),
      fiche: fiche.id,
    })
  }
  await insererEntreprises(tx, v.activite, neuves, le, v.lecture)
  await completerEntreprises(
    tx,
    [...complements].map(([id, c]): Complement => ({ id, ...c })),
  )
  const nees = new Set<string>(neuves.map((n) => n.id))
  const completees = [...complements].filter(([id]) => !nees.has(id))
  return { lignes: rendues, nees, completes: completees.map(([id, c]) => enComplete('entreprise', id, c)) }
}

/**
 * Fait entrer les lignes d'un fichier. Une fiche connue se complète et ne se remplace jamais ; une ligne fautive est dite et n'empêche
 * pas les autres ; le même fichier, relu, ne change rien. À l'essai, tout est défait.
 */
export const importerFiches = async (tx: TenantTx, v: ImportVoulu, le: Date): Promise<Importe> => {
  const jalon = await jalonner(tx, 'import_fiches', v.activite)
  const { lignes, nees, completes } = await (v.genre === 'personnes'
    ? faireLesPersonnes
    : faireLesEntreprises)(tx, v, le)
  const rapport = rapporter(lignes)
  if (v.essai) {
    await jalon.defaire()
    // Une fiche née de l'essai n'existe pas : le rapport n'y mène pas.
    return {
      ...rapport,
      lignes: rapport.lignes.map(({ fiche, ...l }) => (!fiche || nees.has(fiche) ? l : { ...l, fiche })),
    }
  }
  await jalon.garder()
  const { creee, completee } = rapport.comptes
  if (creee + completee > 0)
    await consigner(tx, {
      activite: v.activite,
      faitLe: le,
      module: 'tiers',
      geste: `importer-${v.genre}`,
      objet: { genre: 'import', id: newId(le) },
      phrase: `« ${v.nomFichier.slice(0, 100)} » est importé : ${compter(creee, 'fiche créée', { pluriel: 'fiches créées' })}, ${compter(completee, 'complétée')}.`,
      details: { ...rapport.comptes },
    })
  return { ...rapport, completes }
}
