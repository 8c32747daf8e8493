// Long parce que le papier et sa facture électronique se composent des mêmes faits, lus une fois.
/** Ce que le papier dit : un projet, sa session, son dossier, la fiche de qui paie, figés ensemble à l’émission. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { sirenDe, tvaDe } from '#kernel/identifiants.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { dansLUnion, nomDuPays } from '#kernel/pays.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { compter, formaterNombre, plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { citerPiece, lireConditions, lirePapierAEnTete, piecesSuivies } from '#modules/documents/index.ts'
import { acheteurPublic, type DossierLu, motSigne } from '#modules/inscriptions/index.ts'
import { mentionLegale, type OrganismeLu } from '#modules/organisme/index.ts'
import { personneTue, type SessionLue } from '#modules/sessions/index.ts'
import {
  type EntrepriseId,
  lireEntreprise,
  lireTiers,
  sirenDeFiche,
  type TiersId,
} from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AdresseV1, OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import { lignesQr } from '#platform/pdf/qr.ts'
import type { Services } from '#platform/services.ts'
import { type FactureLue, facturesCitees } from '../db/factures.queries.ts'
import type { SuiviLu } from '../db/heures.queries.ts'
import type { ProjetLu } from '../db/projets.ts'
import { lireReglages, type Reglages } from '../db/reglages.ts'
import type { AdresseAEcrire } from '../domain/electronique/a-ecrire.ts'
import type { RefusDeChamp } from '../domain/electronique/refuser.ts'
import { motUnite, natureDesOperations } from '../domain/facture.ts'
import type { FactureV1 } from '../domain/facture-imprimee.ts'
import { indemniteRecouvrement, interetsMoratoires } from '../domain/parametres.ts'
import { texteEpc } from '../domain/sepa.ts'
import { totaliser } from '../domain/totaux.ts'
import {
  type Assiette,
  mentionsDe,
  motifSansTaxe,
  motSansTva,
  type Preneur,
  type TvaDuJour,
} from '../domain/tva.ts'
import {
  type ComplementsElectroniques,
  deLaFactureFigee,
  ecrireSousNumero,
  refusElectroniques,
} from './facture-electronique.ts'

export type FichePayeur = {
  readonly nom: string
  readonly adresse: AdresseV1
  readonly morale: boolean
  /** La même adresse, la ville seule, et le pays en deux lettres. */
  readonly postale: AdresseAEcrire
  readonly siren: string | null
  readonly siret: string | null
  readonly sansSiren: boolean
  readonly tvaIntra: string | null
  readonly preneur: Preneur
  readonly courriel: string | null
  readonly financeur: Parameters<typeof acheteurPublic>[0]['financeur']
}

/** La fiche de qui paie, telle qu’elle est aujourd’hui ; une facture émise garde la sienne. */
export const lirePayeur = async (
  tx: TenantTx,
  qui: { readonly payeurEntreprise: EntrepriseId | null; readonly payeurPersonne: TiersId | null },
): Promise<FichePayeur | undefined> => {
  const entreprise = qui.payeurEntreprise ? await lireEntreprise(tx, qui.payeurEntreprise) : undefined
  const personne = qui.payeurPersonne ? await lireTiers(tx, qui.payeurPersonne) : undefined
  const fiche = entreprise ?? personne
  if (!fiche) return undefined
  const etranger = entreprise && entreprise.pays !== 'FR' ? entreprise.pays : undefined
  const postale = {
    lignes: (fiche.adresse ?? '').split('\n').filter(Boolean),
    codePostal: fiche.codePostal ?? '',
    ville: fiche.ville ?? '',
    pays: etranger ?? 'FR',
  }
  const { pays: _, ...adresse } = postale
  return {
    nom: entreprise ? entreprise.nom : personne ? `${personne.prenom} ${personne.nom}` : '',
    adresse: etranger ? { ...adresse, ville: `${adresse.ville} (${nomDuPays(etranger)})` } : adresse,
    postale,
    morale: entreprise !== undefined,
    siren: entreprise ? (sirenDeFiche(entreprise) ?? null) : null,
    siret: entreprise?.siret ?? null,
    sansSiren: etranger !== undefined || entreprise?.sansSiren === true,
    tvaIntra: entreprise?.tvaIntra ?? null,
    preneur: !etranger || etranger === 'MC' ? 'ici' : dansLUnion(etranger) ? 'union' : 'ailleurs',
    courriel: fiche.courriel,
    financeur: entreprise?.financeur ?? null,
  }
}

/**
 * Qui paie achète-t-il comme personne publique ? Un financeur qui paie sans acheter (subrogation, prise en charge) n’est pas partie
 * au contrat : ses délais ne sont pas ceux de la commande publique (déduit).
 */
export const paieEnPublic = (
  payeur: Pick<FichePayeur, 'morale' | 'siren' | 'financeur'>,
  projet: Pick<ProjetLu, 'payeurEntreprise' | 'source'>,
  dossier: Pick<DossierLu, 'entreprise'> | null,
): boolean =>
  payeur.morale &&
  (dossier === null || projet.payeurEntreprise === dossier.entreprise) &&
  acheteurPublic({
    siren: payeur.siren,
    financeur: payeur.financeur,
    paie: projet.source === 'public-agents' ? [projet.source] : [],
  })

/** Une personne publique, d’après sa seule fiche. */
export const achetePublic = (payeur: Pick<FichePayeur, 'siren' | 'financeur'>): boolean =>
  acheteurPublic({ siren: payeur.siren, financeur: payeur.financeur, paie: [] })

/**
 * Qui paie achète-t-il pour une activité professionnelle ? Une association sans SIREN n’est pas assujettie : elle se traite comme un
 * particulier, sur le papier, dans la facture électronique et dans la relance. Un client d’un autre pays n’a pas de SIREN.
 */
export const estProfessionnel = (payeur: Pick<FichePayeur, 'morale' | 'siren' | 'postale'>): boolean =>
  payeur.morale && (payeur.siren !== null || payeur.postale.pays !== 'FR')

/** Un autre pays peut n’avoir aucun code postal. */
export const adresseComplete = (p: Pick<FichePayeur, 'adresse' | 'preneur'>): boolean =>
  p.adresse.lignes.length > 0 &&
  (p.adresse.codePostal !== '' || p.preneur !== 'ici') &&
  p.adresse.ville !== '' &&
  !p.adresse.ville.startsWith(' (')

/** La taxe de ce projet se décide d’après l’action qu’il facture et le pays de qui paie. */
export const assietteDe = (
  f: Pick<FaitsDuPapier, 'tva' | 'payeur'> & { readonly projet: Pick<ProjetLu, 'dossier'> },
): Assiette => ({
  tva: f.tva,
  formation: f.projet.dossier !== null,
  preneur: f.payeur.preneur,
})

const identite = (p: FichePayeur) => ({
  nom: p.nom,
  adresse: p.adresse,
  ...(p.siren ? { siren: p.siren } : {}),
  ...(p.siret ? { siret: p.siret } : {}),
  ...(p.tvaIntra ? { tva: p.tvaIntra } : {}),
})

export const direQuantite = (millemes: number, unite: keyof typeof motUnite): string =>
  `${formaterNombre(millemes / 1000)} ${millemes >= 2000 ? `${motUnite[unite]}s` : motUnite[unite]}`

export type FaitsDuPapier = {
  readonly projet: ProjetLu
  readonly organisme: OrganismeLu
  readonly le: DateCivile
  readonly tva: TvaDuJour
  readonly payeur: FichePayeur
  readonly session: SessionLue | null
  readonly dossier: DossierLu | null
  readonly suivis: readonly SuiviLu[]
  /** La facture qu’un avoir diminue. */
  readonly corrige: FactureLue | null
}

/** `papier` : l’en-tête. Sous une enseigne, l’action dit aussi qui répond de la session. */
const actionDe = (f: FaitsDuPapier, papier?: OrganismeV1): FactureV1['action'] => {
  const { session, projet } = f
  if (!session) return undefined
  const minutes = new Map<string, number>()
  for (const l of projet.lignes)
    for (const h of l.heures)
      minutes.set(h.inscription, (minutes.get(h.inscription) ?? 0) + Math.abs(h.minutes))
  // Sans heures, un acompte nomme qui sera formé, et une remise sur le prix, qui l’a été.
  const sansHeures =
    projet.genre === 'acompte' ||
    (projet.genre === 'avoir' && projet.lignes.some((l) => l.nature === 'formation'))
  const nommes = f.suivis.filter((s) => (minutes.size === 0 ? sansHeures : minutes.has(s.inscription)))
  if (nommes.length === 0) return undefined
  const prevu = Math.max(...nommes.map((s) => s.prevu))
  const responsable = session.formateur.trim()
  return {
    intitule: session.intitule,
    session: session.numero,
    lieu: session.lieu,
    // Une base d’avant peut garder ce mot à la place d’un nom.
    ...(papier?.enseigne && responsable && responsable !== personneTue ? { responsable } : {}),
    minutes: [...minutes.values()].reduce((a, b) => a + b, 0),
    ...(projet.genre === 'acompte' && session.debut && session.fin && prevu > 0
      ? { prevue: { du: session.debut, au: session.fin, minutes: prevu } }
      : {}),
    stagiaires: nommes.map((s) => ({
      nom: s.nom,
      minutes: minutes.get(s.inscription) ?? 0,
      ...(s.certificat && projet.genre === 'facture' ? { certificat: s.certificat } : {}),
    })),
  }
}

const financementDe = ({ projet, dossier }: FaitsDuPapier) =>
  dossier && projet.financementRang !== null ? dossier.financements[projet.financementRang] : undefined

/** Ce que le client a signé sans qu’une pièce d’ici le garde : un exemplaire rapporté et daté engage autant. */
const signeSurPapier = (d: DossierLu | null): string | undefined =>
  d?.signeLe ? `${motSigne(d.regime)} le ${formaterDate(jourLocal(d.signeLe, ZONE_PAR_DEFAUT))}` : undefined

/** La convention ou le contrat du dossier, ses avenants signés avec ; à défaut, son devis, ou le jour où il fut signé sur papier. */
const pieceCitee = async (tx: TenantTx, { dossier }: FaitsDuPapier): Promise<string | undefined> => {
  const suivies = dossier ? await piecesSuivies(tx, [dossier.id]) : []
  const convention = suivies.find((p) => p.genre === 'convention' || p.genre === 'contrat')
  const avenants = suivies
    .filter((p) => p.genre === 'avenant' && p.client)
    .map((p) => p.numero)
    .toReversed()
  return convention
    ? citerPiece(convention.numero, avenants)
    : (suivies.find((p) => p.genre === 'devis')?.numero ?? signeSurPapier(dossier))
}

/**
 * La facture d’une formation cite ce qui l’engage : une pièce d’ici, l’accord d’un financeur, ou la référence de qui paie. Vrai : il ne
 * reste que cette dernière, que le formulaire exige alors (un donneur d’ordre, dont le contrat est le sien).
 */
export const referenceExigee = async (tx: TenantTx, f: FaitsDuPapier): Promise<boolean> =>
  actionDe(f) !== undefined && !financementDe(f)?.accordReference && (await pieceCitee(tx, f)) === undefined

/**
 * Les données de la pièce, sans son numéro : ce que rend la fonction, qui l’attend pour le QR du virement. Sans numéro (une
 * épreuve), aucun QR : ce qui ne vaut rien ne se paie pas.
 */
export const donneesFacture = async (
  services: Pick<Services, 'storage'>,
  tx: TenantTx,
  f: FaitsDuPapier,
): Promise<(numero: string | null) => Omit<FactureV1, 'numero'>> =>
  composerFacture(f, {
    papier: await lirePapierAEnTete(tx, services.storage, f.projet.activite),
    reglages: await lireReglages(tx),
    moyen: (await lireConditions(tx)).conditions.moyen,
    citee: await pieceCitee(tx, f),
    client:
      f.projet.subrogation && f.dossier?.entreprise
        ? await lirePayeur(tx, { payeurEntreprise: f.dossier.entreprise, payeurPersonne: null })
        : undefined,
  })

/** Ce que la facture dit de la coopérative, de ce qui l’engage et du client pour qui un financeur paie. */
export type AutourDuPapier = {
  readonly papier: OrganismeV1
  readonly reglages: Reglages
  /** Le moyen de règlement des conditions, en toutes lettres. */
  readonly moyen: string
  readonly citee: string | undefined
  readonly client: FichePayeur | undefined
}

/** Les pénalités réglées, et leur taux s’il est chiffré : la facture le dit et le fige, une relance ne compte que celui-là. */
const penalitesDites = ({ penalites, tauxPenalites: points }: Reglages) => {
  if (points === null) return { penalites }
  const taux = formaterNombre(points / 100)
  return {
    penalites: new RegExp(`(?<![\\d,])${taux}\\s*%`).test(penalites)
      ? penalites
      : `${penalites}, soit ${taux} % par an à ce jour`,
    tauxPenalites: points,
  }
}

const noteParticulier =
  'Pénalités de retard : sans objet. Indemnité forfaitaire pour frais de recouvrement : sans objet.'

export const composerFacture = (
  f: FaitsDuPapier,
  { papier, reglages: r, moyen, citee, client }: AutourDuPapier,
): ((numero: string | null) => Omit<FactureV1, 'numero'>) => {
  const { projet, organisme: o, le } = f
  const signe = projet.genre === 'avoir' ? -1 : 1
  const positif = (m: Montant): Montant => centimes(signe * m)
  const totaux = totaliser(projet.lignes)
  const financement = financementDe(f)
  const action = actionDe(f, papier)
  const echeance = ajouterJours(le, projet.delaiJours)
  // Le libellé du virement est le numéro de la facture : le relevé de banque la retrouve seul.
  const epc = (numero: string | null) =>
    numero === null
      ? undefined
      : texteEpc({
          iban: r.iban,
          bic: r.bic,
          beneficiaire: r.titulaire || o.nom,
          montant: totaux.ttc,
          reference: numero,
        })
  const mentions = mentionsDe(projet.lignes, assietteDe(f))
  const legale = mentionLegale(o.forme)
  const commun: Omit<FactureV1, 'numero' | 'reglement'> = {
    genre: projet.genre,
    organisme: { ...papier, ...(r.rcs ? { rcs: r.rcs } : {}) },
    vendeur: {
      siren: sirenDe(o.siret),
      tva: tvaDe(sirenDe(o.siret)),
      // La forme dit déjà « à capital variable » : une fois suffit.
      ...(r.capital && !plier(papier.forme).includes(plier(r.capital)) ? { capital: r.capital } : {}),
      ...(legale ? { mentionLegale: legale } : {}),
    },
    payeur: identite(f.payeur),
    ...(client
      ? {
          pourLeCompteDe: {
            nom: client.nom,
            adresse: client.adresse,
            ...(client.siren ? { siren: client.siren } : {}),
          },
        }
      : {}),
    emiseLe: le,
    ...(projet.genre !== 'avoir' ? { echeance } : {}),
    ...(projet.periode ? { periode: projet.periode } : {}),
    ...(action ? { action } : {}),
    ...(action && financement && f.dossier && financement.montant < f.dossier.prix
      ? { part: { montant: financement.montant, prix: f.dossier.prix } }
      : {}),
    references: {
      ...(citee ? { convention: citee } : {}),
      ...(projet.codeService ? { service: projet.codeService } : {}),
      // L’accord du financeur est souvent sa seule référence : une fois suffit.
      ...(projet.reference && projet.reference !== financement?.accordReference
        ? { client: projet.reference }
        : {}),
      ...(financement?.accordReference
        ? {
            accord: `${financement.accordReference}${financement.accordLe ? ` du ${formaterDate(financement.accordLe)}` : ''}`,
          }
        : {}),
    },
    lignes: projet.lignes.map((l) => {
      const sans = motSansTva(l, assietteDe(f))
      return {
        libelle: l.libelle,
        quantite: direQuantite(l.quantite, l.unite),
        unitaire: positif(l.prix),
        taux: l.taux,
        ...(sans ? { tva: sans } : {}),
        total: positif(l.montant),
      }
    }),
    taxes: totaux.parTaux.map((t) => ({ taux: t.taux, base: positif(t.base), tva: positif(t.tva) })),
    totalHT: positif(totaux.ht),
    totalTVA: positif(totaux.tva),
    totalTTC: positif(totaux.ttc),
    nature: natureDesOperations(projet.lignes),
    ...(mentions.length > 0 ? { exonerations: mentions.map((m) => (m.endsWith('.') ? m : `${m}.`)) } : {}),
    // L’option ne vise que les services : un bien se taxe à sa livraison (CGI, 269, 2 ; non relu).
    debits: r.debits && totaux.tva !== 0 && projet.lignes.some((l) => l.taux !== 0 && l.bien !== true),
    ...(f.corrige && projet.motif
      ? { corrige: { numero: f.corrige.numero, du: f.corrige.emiseLe, motif: projet.motif } }
      : {}),
  }
  // Ni d’un avoir, ni d’une facture que ses acomptes soldent : rien n’y est à payer.
  if (projet.genre === 'avoir' || totaux.ttc <= 0) return () => commun
  return (numero) => {
    const qr = epc(numero)
    return {
      ...commun,
      reglement: {
        moyen,
        ...(estProfessionnel(f.payeur)
          ? {
              ...(paieEnPublic(f.payeur, projet, f.dossier)
                ? { penalites: enVigueur(interetsMoratoires, le) }
                : penalitesDites(r)),
              indemnite: enVigueur(indemniteRecouvrement, le),
              escompte: r.escompte,
            }
          : { sansObjet: noteParticulier, escompte: 'sans objet' }),
        ...(r.iban ? { iban: r.iban } : {}),
        ...(r.iban && r.bic ? { bic: r.bic } : {}),
        ...(r.iban && r.titulaire ? { titulaire: r.titulaire } : {}),
        ...(qr ? { qr: lignesQr(qr).join('/') } : {}),
      },
    }
  }
}

/** « Opco Industrie & Montagne, 3 stagiaires » : ce que montre la liste des pièces. */
export const libelleDeFacture = (f: FaitsDuPapier): string =>
  `${f.payeur.nom}, ${f.session ? f.session.intitule : compter(f.projet.lignes.length, 'ligne')}`.slice(
    0,
    300,
  )

/**
 * Ce que la facture électronique dit de plus que le papier. Qui n’est pas professionnel y est un particulier (BAR). Qui n’a ni SIREN ni courriel reçoit sa facture en main propre : l’adresse est alors celle de la coopérative,
 * qui la remet (la norme en exige une, BT-49).
 */
export const complementsDe = (
  f: FaitsDuPapier,
  acomptes: NonNullable<ComplementsElectroniques['acomptes']>,
): ComplementsElectroniques => {
  const { payeur, projet } = f
  const professionnel = estProfessionnel(payeur)
  const courriel = payeur.courriel ?? (professionnel ? null : f.organisme.courriel)
  return {
    professionnel,
    adresse: payeur.postale,
    ...(payeur.siren === null && courriel ? { adresseAcheteur: { schema: 'EM', id: courriel } } : {}),
    acomptes,
    lignes: projet.lignes.map((l) => {
      const sansTaxe = motifSansTaxe(l, assietteDe(f))
      return { quantite: l.quantite, unite: l.unite, ...(sansTaxe ? { sansTaxe } : {}) }
    }),
  }
}

export type ElectroniqueDuPapier = {
  readonly refus: readonly RefusDeChamp[]
  readonly ecrire: (numero: string) => Result<string, Refus>
}

/** Avant l’émission, aucun numéro n’est pris : celui-ci n’en a que la forme, qui seule compte pour la norme. */
const numeroDEssai = 'FA-0000-0000'

/** La facture électronique de ce papier : tout ce qui lui manque, et son XML sous un numéro. */
export const factureElectroniqueDe = async (
  tx: TenantTx,
  f: FaitsDuPapier,
  donnees: (numero: string | null) => Omit<FactureV1, 'numero'>,
): Promise<ElectroniqueDuPapier> => {
  // Un avoir ne cite que la facture qu’il diminue.
  const deduits =
    f.projet.genre === 'facture' ? f.projet.lignes.flatMap((l) => (l.acompte ? [l.acompte] : [])) : []
  const complements = complementsDe(f, await facturesCitees(tx, deduits))
  const sous = (numero: string) => deLaFactureFigee({ ...donnees(numero), numero }, complements)
  return {
    refus: await refusElectroniques(sous(numeroDEssai)),
    ecrire: (numero) => ecrireSousNumero(sous(numero)),
  }
}
