/** Ce qu’un dossier client demande : qui achète, qui signe, qui paie, et le régime qui s’en déduit. */
import type { DateCivile } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import {
  type Adresse,
  type Contact,
  contactsDe,
  creerTiers,
  type EntrepriseId,
  ecrireAdresse,
  homonymes,
  lireEntreprise,
  qualifierEntreprise,
  sirenDeFiche,
  type TiersId,
  trouverOuCreerEntreprise,
} from '#modules/tiers/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import { jalonner, type LigneAEcrire, type TermesDuDossier } from '../db/dossiers.ecritures.ts'
import { dernierSignataire } from '../db/dossiers.queries.ts'
import type { InscriptionId } from '../db/inscriptions.queries.ts'
import { paiePourSesAgents } from '../domain/acheteur-public.ts'
import {
  type Acheteur,
  type Circonstance,
  type Dispositif,
  dispositifs,
  type LigneFinancement,
  type Payeur,
} from '../domain/dossier.ts'
import { financeurAttendu, payeurDOffice, verifierFinancement } from '../domain/financement.ts'
import { calculerRegime, type RefusRegime, type RegimeCalcule } from '../domain/regime.ts'

export type LigneSaisie = {
  readonly dispositif: Dispositif
  /** Vide : l'acheteur, ou le seul payeur du dispositif. */
  readonly payeur: string
  /** Absent : le reste du prix. */
  readonly montant?: Montant | undefined
  readonly subrogation: boolean
  readonly accordReference?: string | undefined
  readonly accordLe?: DateCivile | undefined
  /** Plafond d’heures accordé par personne, en minutes. */
  readonly minutes?: number | undefined
  /** La seule personne que cette ligne paie ; absent : tout le dossier. */
  readonly inscription?: string | undefined
}
export type DossierSaisi = {
  readonly acheteur: Acheteur
  readonly structure?: { readonly nom: string; readonly siret?: string | undefined } | undefined
  /** Qui signe ; c'est l'acheteur lui-même quand une personne achète. */
  readonly signataire?:
    | { readonly prenom: string; readonly nom: string; readonly courriel?: string | undefined }
    | undefined
  /** De qui achète ; les lignes vides ne changent rien à sa fiche. */
  readonly adresse?: Adresse | undefined
  readonly qualite?: string | undefined
  readonly individuelASesFrais: boolean
  readonly circonstance: Circonstance
  readonly objectif?: string | undefined
  readonly reference?: string | undefined
  readonly prix: Montant
  readonly lignes: readonly LigneSaisie[]
}

export type RefusDossier = Refus & {
  /** Le champ en cause, ou le rang de la ligne de financement. */
  readonly champ?: 'structure' | 'signataire' | 'acheteur' | 'lignes'
  readonly rang?: number
}

/** Le dispositif d'un acheteur qui paie seul ; un professionnel en son nom propre doit le dire. */
const dispositifSeul = (s: Pick<DossierSaisi, 'acheteur' | 'individuelASesFrais'>): Dispositif | undefined =>
  s.acheteur === 'entreprise'
    ? 'entreprise'
    : s.acheteur === 'organisme-formation'
      ? 'autre-of'
      : s.individuelASesFrais
        ? 'particulier'
        : undefined

/** Sans ligne, l'acheteur paie tout ; une ligne sans montant prend le reste du prix. */
export const completerLignes = (s: DossierSaisi): (LigneSaisie & { readonly montant: Montant })[] => {
  const seul = dispositifSeul(s)
  if (s.lignes.length === 0)
    return seul && s.prix > 0 ? [{ dispositif: seul, payeur: '', subrogation: false, montant: s.prix }] : []
  const dites = s.lignes.reduce((t, l) => t + (l.montant ?? 0), 0)
  const reste = Math.max(0, s.prix - dites)
  let donne = false
  return s.lignes.map((l) => {
    if (l.montant !== undefined) return { ...l, montant: l.montant }
    const montant = donne ? 0 : reste
    donne = true
    return { ...l, montant: centimes(montant) }
  })
}

/** Ce que le dossier serait, sans rien écrire : ce que montre « Voir ce que cela donne ». */
export const previsualiser = (s: DossierSaisi): Result<RegimeCalcule, RefusRegime> =>
  calculerRegime({ ...s, dispositifs: completerLignes(s).map((l) => l.dispositif) })

type Ecrit = { readonly termes: TermesDuDossier; readonly lignes: LigneAEcrire[] }

const personneDe = async (
  tx: TenantTx,
  session: SessionLue,
  jeton: string,
  s: NonNullable<DossierSaisi['signataire']>,
  employeur: DossierSaisi['structure'],
  le: Date,
): Promise<TiersId> => {
  // Même nom et même courriel : la même personne. Sans courriel, on n'en confond pas deux : on en fait une neuve.
  const connus = s.courriel ? await homonymes(tx, session.activite, { ...s, courriel: s.courriel }) : []
  const connu = connus.find((t) => t.courriel === s.courriel)
  if (connu) return connu.id
  const id = derive<'Tiers'>(jeton, 'signataire', 0)
  await creerTiers(tx, id, session.activite, { ...s, ...(employeur ? { employeur } : {}) }, le)
  return id
}

/**
 * Le contact qui signe : celui qui porte ce nom ; sans nom écrit, le seul qui peut signer pour la maison. Un signataire que
 * la fiche ne connaît pas reste permis : la page du dossier dit alors que son pouvoir n'est pas noté.
 */
const signataireConnu = (
  contacts: readonly Contact[],
  s: DossierSaisi['signataire'],
): Contact | undefined => {
  if (s)
    return contacts.find(
      (c) =>
        plier(`${c.nom} ${c.prenom}`) === plier(`${s.nom} ${s.prenom}`) &&
        (!s.courriel || !c.courriel || c.courriel === s.courriel),
    )
  const habilites = contacts.filter((c) => c.peutSigner)
  return habilites.length === 1 ? habilites[0] : undefined
}

const payeurDe = async (tx: TenantTx, l: LigneAEcrire): Promise<Payeur> => {
  const e = l.payeurEntreprise ? await lireEntreprise(tx, l.payeurEntreprise) : undefined
  return e ? { genre: 'entreprise', financeur: e.financeur, estOf: e.estOf } : { genre: 'personne' }
}

/** Un refus défait les fiches créées pour le constater : rien ne reste d'un formulaire refusé. */
export const composerDossier = async (
  ...[tx, ...reste]: Parameters<typeof resoudre>
): Promise<Result<Ecrit, readonly RefusDossier[]>> => {
  const defaire = await jalonner(tx)
  const fait = await resoudre(tx, ...reste)
  if (!fait.ok) await defaire()
  return fait
}

/** Qui achète a un nom : sa structure, ou le sien. */
export const refusDAcheteur = (
  s: Pick<DossierSaisi, 'acheteur' | 'structure' | 'signataire'>,
): RefusDossier[] =>
  s.acheteur === 'personne'
    ? s.signataire
      ? []
      : [
          {
            ...refus('personne-absente', 'Écrivez le prénom et le nom de la personne qui achète.'),
            champ: 'signataire',
          },
        ]
    : s.structure
      ? []
      : [{ ...refus('structure-absente', 'Écrivez le nom de la structure qui achète.'), champ: 'structure' }]

/** Résout les gens et les structures, calcule, vérifie. Les refus sont tous rendus. */
const resoudre = async (
  tx: TenantTx,
  session: SessionLue,
  jeton: string,
  s: DossierSaisi,
  le: Date,
  /** Les inscriptions de ce dossier : une ligne ne paie pas pour un autre client. */
  siennes: ReadonlySet<InscriptionId>,
  /** Le dossier s’ouvre : vidé d’un dossier qui existe, le signataire ne revient pas. */
  neuf = false,
): Promise<Result<Ecrit, readonly RefusDossier[]>> => {
  const refusees: RefusDossier[] = [...refusDAcheteur(s)]
  const morale = s.acheteur !== 'personne'
  const saisies = completerLignes(s)
  const calcule = calculerRegime({ ...s, dispositifs: saisies.map((l) => l.dispositif) })
  if (!calcule.ok) refusees.push({ ...calcule.error, champ: 'acheteur' })
  if (s.prix > 0 && saisies.length === 0)
    refusees.push({
      ...refus('qui-paie', 'Dites qui paie : ajoutez au moins une ligne de financement.'),
      champ: 'lignes',
    })
  if (refusees.length > 0 || !calcule.ok) return ko(refusees)

  const entreprise: EntrepriseId | null =
    morale && s.structure ? await trouverOuCreerEntreprise(tx, session.activite, s.structure, le) : null
  if (entreprise && s.acheteur === 'organisme-formation')
    await qualifierEntreprise(tx, entreprise, { of: true })
  const acheteuse = entreprise ? await lireEntreprise(tx, entreprise) : undefined
  // Rien de dit, et une collectivité achète : c’est pour ses agents. Le dossier le montre, et se reprend.
  const publique =
    s.lignes.length === 0 &&
    acheteuse !== undefined &&
    paiePourSesAgents({ siren: sirenDeFiche(acheteuse), financeur: acheteuse.financeur })
  const connu = entreprise ? signataireConnu(await contactsDe(tx, entreprise), s.signataire) : undefined
  // Une maison qui revient : sans nom écrit, qui signait la dernière fois signe encore, à son titre.
  const revenu =
    neuf && entreprise && !s.signataire && !connu ? await dernierSignataire(tx, entreprise) : undefined
  const signataire =
    connu?.personne ??
    revenu?.personne ??
    (s.signataire
      ? await personneDe(tx, session, jeton, s.signataire, morale ? s.structure : undefined, le)
      : null)
  const personne = morale ? null : signataire
  const aQui = entreprise ? { entreprise } : personne ? { personne } : undefined
  if (aQui && s.adresse) await ecrireAdresse(tx, aQui, s.adresse, le)
  const lignes: LigneAEcrire[] = []
  for (const l of saisies) {
    const nomme = l.payeur.trim() || (payeurDOffice[l.dispositif] ?? '')
    const parPersonne = l.dispositif === 'particulier' && nomme === ''
    const payeur =
      nomme !== '' ? await trouverOuCreerEntreprise(tx, session.activite, { nom: nomme }, le) : entreprise
    if (nomme !== '' && payeur)
      await qualifierEntreprise(tx, payeur, {
        financeur: financeurAttendu[l.dispositif],
        of: l.dispositif === 'autre-of',
      })
    const payeurPersonne = parPersonne || payeur === null ? (personne ?? signataire) : null
    lignes.push({
      payeurEntreprise: payeurPersonne ? null : payeur,
      payeurPersonne,
      dispositif: publique && l.dispositif === 'entreprise' ? 'public-agents' : l.dispositif,
      montant: l.montant,
      subrogation: l.subrogation,
      accordReference: l.accordReference ?? null,
      accordLe: l.accordLe ?? null,
      minutes: l.minutes || null,
      inscription: [...siennes].find((i) => i === l.inscription) ?? null,
    })
  }
  for (const [rang, l] of saisies.entries())
    if (l.inscription && !lignes[rang]?.inscription)
      refusees.push({
        ...refus('personne-ailleurs', 'Cette ligne paie pour une personne qui n’est pas de ce dossier.'),
        champ: 'lignes',
        rang,
      })
  const verifiees: LigneFinancement[] = []
  for (const [i, l] of lignes.entries()) {
    if (!l.payeurEntreprise && !l.payeurPersonne)
      refusees.push({
        ...refus('payeur-absent', `Nommez qui paie « ${dispositifs[l.dispositif].mot} ».`),
        champ: 'lignes',
        rang: i,
      })
    verifiees.push({ ...l, payeur: await payeurDe(tx, l), montant: centimes(l.montant) })
  }
  for (const r of verifierFinancement(verifiees, { prix: s.prix, acheteur: s.acheteur }))
    refusees.push({ ...r, champ: 'lignes' })
  if (refusees.length > 0) return ko(refusees)
  return ok({
    termes: {
      acheteur: s.acheteur,
      entreprise,
      personne,
      signataire,
      signataireQualite: s.qualite ?? (connu?.fonction || revenu?.qualite || null),
      individuelASesFrais: s.individuelASesFrais,
      circonstance: s.circonstance,
      regime: calcule.value.regime,
      article: calcule.value.article,
      objectif: s.objectif ?? null,
      reference: s.reference ?? null,
      prix: s.prix,
    },
    lignes,
  })
}
