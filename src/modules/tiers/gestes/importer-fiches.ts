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
import { trouverOuCreerEntreprise } from '../db/tiers.ecritures.ts'
import {
  type Correspondance,
  type FicheConnue,
  type GenreImport,
  type LigneRapportee,
  type RapportImport,
  rapporter,
  reconnaitreEntreprise,
  reconnaitrePersonne,
} from '../domain/colonnes.ts'
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
}

const mots = {
  courriel: 'le courriel',
  telephone: 'le téléphone',
  adresse: 'l’adresse',
  codePostal: 'le code postal',
  ville: 'la ville',
  nda: 'le numéro de déclaration',
} as const
type Champ = keyof typeof mots

/** Ce que la ligne apporte à la fiche : ce qui y manque se complète, ce qui diffère se dit et ne se prend pas. */
const comparer = (
  fiche: FicheLue | (FicheConnue & Partial<FicheLue>),
  saisie: Partial<Record<Champ, string | undefined>>,
  champs: readonly Champ[],
) => {
  const complete: Record<string, string> = {}
  const differe: string[] = []
  for (const champ of champs) {
    const [la, ici] = [fiche[champ] ?? null, saisie[champ]]
    if (ici === undefined) continue
    if (la === null) complete[champ] = ici
    else if (plier(la) !== plier(ici)) differe.push(mots[champ])
  }
  return { complete, differe }
}

const direEcart = (differe: readonly string[]): string =>
  differe.length === 0
    ? ''
    : `Sur la fiche, ${differe.join(', ')} ${differe.length > 1 ? 'diffèrent' : 'diffère'} : rien n’y est changé.`

type Connue = FicheConnue & Partial<FicheLue>
const ranger = <T extends { pli: string }>(fiches: readonly T[]): Map<string, T[]> =>
  Map.groupBy(fiches, (f) => f.pli)

const faireLesPersonnes = async (tx: TenantTx, v: ImportVoulu, le: Date): Promise<LigneRapportee[]> => {
  const lues = lirePersonnes(v.lignes, v.colonnes)
  const saisies = lues.flatMap((l) => ('saisie' in l ? [l.saisie] : []))
  const cle = (s: { nom: string; prenom: string }) => plier(`${s.nom} ${s.prenom}`)
  const connues: Map<string, Connue[]> = ranger(await personnesDeNoms(tx, v.activite, saisies.map(cle)))
  const employeurs = new Map<string, EntrepriseId>()
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
      entreprise = await trouverOuCreerEntreprise(tx, v.activite, employeur, le)
      employeurs.set(cleEmployeur, entreprise)
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
      rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'creee', phrase: homonyme, fiche: id })
      continue
    }
    const fiche = vue.fiche as Connue
    const { complete, differe } = comparer(fiche, saisie, [
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
      phrase: direEcart(differe),
      fiche: fiche.id,
    })
  }
  await insererPersonnes(tx, v.activite, neuves, le)
  await completerPersonnes(
    tx,
    [...complements].map(([id, c]): Complement => ({ id, ...c })),
  )
  return rendues
}

const faireLesEntreprises = async (tx: TenantTx, v: ImportVoulu, le: Date): Promise<LigneRapportee[]> => {
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
      rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'creee', phrase: '', fiche: id })
      continue
    }
    const fiche = candidates.find((f) => f.id === vue.fiche.id) as Connue & { pli: string }
    const { complete, differe } = comparer(fiche, saisie, [
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
      phrase: direEcart(differe),
      fiche: fiche.id,
    })
  }
  await insererEntreprises(tx, v.activite, neuves, le)
  await completerEntreprises(
    tx,
    [...complements].map(([id, c]): Complement => ({ id, ...c })),
  )
  return rendues
}

/**
 * Fait entrer les lignes d'un fichier. Une fiche connue se complète et ne se remplace jamais ; une ligne fautive est dite et n'empêche
 * pas les autres ; le même fichier, relu, ne change rien. À l'essai, tout est défait.
 */
export const importerFiches = async (tx: TenantTx, v: ImportVoulu, le: Date): Promise<RapportImport> => {
  const jalon = await jalonner(tx, 'import_fiches', v.activite)
  const lignes = await (v.genre === 'personnes' ? faireLesPersonnes : faireLesEntreprises)(tx, v, le)
  const rapport = rapporter(lignes)
  if (v.essai) {
    await jalon.defaire()
    // Une fiche née de l'essai n'existe pas : le rapport n'y mène pas.
    return {
      ...rapport,
      lignes: rapport.lignes.map(({ fiche, ...l }) => (l.sort === 'creee' || !fiche ? l : { ...l, fiche })),
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
  return rapport
}
