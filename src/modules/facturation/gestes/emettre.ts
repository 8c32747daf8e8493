/** Émettre : vérifier tout, numéroter, figer. En cas de refus, rien n’est pris, pas même un numéro. */
import { ajouterJours, formaterDate, morceaux } from '#kernel/dates.ts'
import { centimes, plus, somme } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { composerEpreuve, emettrePiece, type PieceId } from '#modules/documents/index.ts'
import { lireDossier, peutEncaisser, retractationDe, rienDu } from '#modules/inscriptions/index.ts'
import { estCae } from '#modules/organisme/index.ts'
import { lireSession, partTenue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { RefusPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import { exigenceDe } from '../db/cycle.ts'
import { ajouterFacture, derniereDeLaSerie } from '../db/factures.ecritures.ts'
import { dejaDuDossier, lireFacture } from '../db/factures.queries.ts'
import { certifiesDe, preuvesDe, suivisDe } from '../db/heures.queries.ts'
import { garderVisa, passerProjet } from '../db/projets.ecritures.ts'
import { lireProjet, type ProjetLu } from '../db/projets.ts'
import {
  achetePublic,
  adresseComplete,
  donneesFacture,
  type ElectroniqueDuPapier,
  type FaitsDuPapier,
  factureElectroniqueDe,
  libelleDeFacture,
  lirePayeur,
  referenceExigee,
} from '../documents/donnees-facture.ts'
import { type HeuresCertifiees, heuresEncoreCertifiees } from '../domain/avoir.ts'
import type { RefusDeChamp } from '../domain/electronique/refuser.ts'
import { type FaitsDEmission, refusDEmission } from '../domain/emettre.ts'
import { avecRaison, refusSansRaison } from '../domain/exercice-depose.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'
import { totaliser } from '../domain/totaux.ts'
import { reglagesQuiManquent } from '../lecture/reglages-manquants.ts'
import type { PrisesFacturation } from '../prises.ts'
import { tvaDuJour } from './preparer.ts'
import { figerCeQuiDecide, retenuesDuProjet } from './retenir.ts'

const GABARIT = 'facture.v1'
const introuvable = () => [refus('introuvable', 'Ce projet n’existe pas ici.')]

export type ProjetVerifie = {
  readonly papier: FaitsDuPapier
  /** Ce qui retient ; vide : la facture peut partir. */
  readonly refus: readonly Refus[]
  /** Ce que la facture électronique attend encore, champ par champ, et où cela s’écrit. */
  readonly electronique: readonly RefusDeChamp[]
  /** Les données de la pièce et son XML, qui attendent leur numéro. */
  readonly aFiger: {
    readonly donnees: Awaited<ReturnType<typeof donneesFacture>>
    readonly xml: ElectroniqueDuPapier['ecrire']
  }
  /** Dans une CAE, et pour cette version : le visa manque. */
  readonly attendVisa: boolean
  /** La référence du payeur est exigée : rien d’autre n’est cité. */
  readonly referenceExigee: boolean
  /** Qui paie est une personne publique : Chorus Pro. */
  readonly publique: boolean
  /** D’un avoir : les heures qu’il rend et qu’un certificat atteste encore. */
  readonly certifiees: readonly (HeuresCertifiees & { readonly nom: string })[]
}

/** Tout ce qui décide d’une émission, lu d’un coup : l’écran le montre, l’émission le relit sous verrou. */
export const verifierProjet = async (
  services: Pick<Services, 'storage'>,
  tx: TenantTx,
  projet: ProjetLu,
  maintenant: Date,
): Promise<ProjetVerifie | undefined> => {
  const lu = await verifierLePapier(tx, projet, maintenant)
  if (!lu) return undefined
  const { papier } = lu
  const donnees = await donneesFacture(services, tx, papier)
  const { refus: refuses, ecrire } = await factureElectroniqueDe(tx, papier, donnees)
  const dits = new Set(lu.refus.map((r) => r.code))
  return {
    ...lu,
    electronique: refuses.filter((r) => !dits.has(r.code)),
    aFiger: { donnees, xml: ecrire },
  }
}

const verifierLePapier = async (
  tx: TenantTx,
  projet: ProjetLu,
  maintenant: Date,
): Promise<Omit<ProjetVerifie, 'electronique' | 'aFiger'> | undefined> => {
  const { organisme, le, tva, couvert } = await tvaDuJour(tx, maintenant)
  const session = projet.session ? ((await lireSession(tx, projet.session)) ?? null) : null
  const dossier =
    session && projet.dossier ? ((await lireDossier(tx, session.id, projet.dossier)) ?? null) : null
  const payeur = await lirePayeur(tx, projet)
  if (!payeur) return undefined
  const lus = session ? (await suivisDe(tx, session)).filter((s) => !dossier || s.dossier === dossier.id) : []
  const preuves =
    session && projet.genre === 'facture' ? await preuvesDe(tx, session, lus, projet.periode) : undefined
  const suivis = lus.map((s) => ({ ...s, certificat: preuves?.get(s.inscription)?.numeros ?? s.certificat }))
  const corrige = projet.corrige ? ((await lireFacture(tx, projet.corrige)) ?? null) : null
  const papier: FaitsDuPapier = { projet, organisme, le, tva, payeur, session, dossier, suivis, corrige }
  const attendVisa = estCae(organisme.forme) && projet.visa?.decision !== 'accorde'
  const deja =
    dossier && projet.financementRang !== null
      ? (await dejaDuDossier(tx, dossier.id)).get(projet.financementRang)
      : undefined
  if (projet.genre === 'avoir')
    return {
      papier,
      refus: refusDAvoir(papier),
      attendVisa,
      referenceExigee: false,
      publique: achetePublic(payeur),
      certifiees: await certifieesDe(tx, papier, deja?.minutes),
    }
  const financement =
    dossier && projet.financementRang !== null ? dossier.financements[projet.financementRang] : undefined
  const totaux = totaliser(projet.lignes)
  const exigee = await referenceExigee(tx, papier)
  const chorus =
    projet.payeurEntreprise && achetePublic(payeur)
      ? await exigenceDe(tx, projet.payeurEntreprise)
      : undefined
  const faits: FaitsDEmission = {
    genre: projet.genre,
    lignes: projet.lignes,
    source: projet.source ?? '',
    subrogation: projet.subrogation,
    periode: projet.periode,
    le,
    tva,
    tvaCouverte: couvert,
    heures: new Map(
      suivis.map((s) => [
        s.inscription,
        {
          nom: s.nom,
          suivies: s.suivi,
          facturees: deja?.minutes.get(s.inscription) ?? 0,
          certifiees:
            preuves?.get(s.inscription)?.minutes ?? (s.certificat === null ? 0 : Number.POSITIVE_INFINITY),
        },
      ]),
    ),
    part: financement ? { convenue: financement.montant, facturee: deja?.facture ?? centimes(0) } : null,
    payeur: {
      nom: payeur.nom,
      adresse: adresseComplete(payeur),
      morale: payeur.morale,
      siren: payeur.siren !== null,
      sansSiren: payeur.sansSiren,
      preneur: payeur.preneur,
      tvaIntra: payeur.tvaIntra !== null,
    },
    dossier:
      dossier && session
        ? {
            retracte: rienDu(dossier),
            // L’horloge du contrat borne ce que la personne paie elle-même (L6353-6).
            encaissement:
              dossier.regime === 'contrat'
                ? peutEncaisser(
                    {
                      signeLe: dossier.signeLe,
                      retracteLe: dossier.retracteLe,
                      partSuivieDue: !rienDu(dossier),
                      delai: retractationDe(dossier, session),
                      prix: totaliser([{ montant: dossier.prix, taux: tva.taux }]).ttc,
                      dejaRecu: totaliser([{ montant: deja?.facture ?? centimes(0), taux: tva.taux }]).ttc,
                      seances: partTenue(session).seances.map((s) => ({
                        jour: s.jour,
                        minutes: s.finMinutes - s.debutMinutes,
                      })),
                    },
                    totaux.ttc,
                    maintenant,
                    session.zone,
                  )
                : undefined,
          }
        : null,
    reglages: await reglagesQuiManquent(tx, organisme.forme),
    sansReference: exigee && !projet.reference,
    sansEngagement: chorus?.engagement === true && !projet.reference,
    sansService: chorus?.service === true && !projet.codeService,
  }
  return {
    papier,
    refus: refusDEmission(faits),
    attendVisa,
    referenceExigee: exigee,
    publique: achetePublic(payeur),
    certifiees: [],
  }
}

/** `facturees` : par stagiaire, ce que ce payeur doit déjà du dossier ; à défaut, ce qui reste de la facture corrigée. */
const certifieesDe = async (
  tx: TenantTx,
  { projet, corrige, suivis }: FaitsDuPapier,
  facturees: ReadonlyMap<string, number> = new Map(
    corrige?.lignes.flatMap((l) =>
      l.heures.map((h) => [h.inscription, h.minutes - (l.minutesDefaites.get(h.inscription) ?? 0)] as const),
    ),
  ),
): Promise<ProjetVerifie['certifiees']> => {
  const rendent = [...new Set(projet.lignes.flatMap((l) => l.heures.map((h) => h.inscription)))]
  const dits = await certifiesDe(tx, rendent)
  const deLui = (id: string) => suivis.find((s) => s.inscription === id)
  const certifies = new Map(
    [...dits].map(([id, c]) => [id, { ...c, minutes: c.minutes ?? deLui(id)?.suivi ?? 0 }] as const),
  )
  return heuresEncoreCertifiees(projet.lignes, facturees, certifies).map((h) => ({
    ...h,
    nom: deLui(h.inscription)?.nom ?? 'une personne effacée',
  }))
}

const refusDAvoir = (p: FaitsDuPapier): Refus[] => {
  if (!p.corrige) return [refus('sans-facture', 'Un avoir corrige une facture.')]
  const reste = plus(p.corrige.ttc, p.corrige.avoirs)
  const rendu = centimes(-totaliser(p.projet.lignes).ttc)
  return [
    ...(rendu > reste
      ? [refus('avoir-trop-grand', 'Un avoir ne dépasse pas ce qui reste de sa facture.')]
      : rendu <= 0
        ? [refus('avoir-nul', 'Un avoir rend quelque chose.')]
        : []),
    ...(adresseComplete(p.payeur)
      ? []
      : [refus('adresse-absente', `L’adresse ${de(p.payeur.nom)} manque : complétez sa fiche.`)]),
    ...(p.payeur.morale && !p.payeur.siren && !p.payeur.sansSiren
      ? [refus('siren-absent', `Le SIREN ${de(p.payeur.nom)} manque : complétez sa fiche.`)]
      : []),
  ]
}

/** L’épreuve : la facture entière, sans numéro ni preuve. Rien n’est gardé. */
export const epreuveDuProjet = async (
  services: Services,
  tx: TenantTx,
  projet: ProjetLu,
): Promise<Result<Uint8Array, Refus>> => {
  const lu = await verifierLePapier(tx, projet, services.clock.now())
  if (!lu) return ko(refus('introuvable', 'La fiche de qui paie n’est plus lisible.'))
  const rendu = await composerEpreuve(services)({
    gabarit: GABARIT,
    donnees: (await donneesFacture(services, tx, lu.papier))(null),
    emisLe: services.clock.now(),
    multilignes: ['motif'],
  })
  return rendu.ok ? ok(rendu.value.pdf) : rendu
}

export type FactureEmise = { readonly id: FactureId; readonly numero: string; readonly piece: PieceId }

/**
 * Émet un projet dans l’état qui a été lu (`version`). `vise` : qui émet peut viser, son émission vaut visa. Les refus sont
 * tous rendus ; le premier dit le plus utile. Un constat bloquant que personne n’a accepté retient la facture.
 */
export const emettreProjet = async (
  services: Services,
  tx: TenantTx,
  demande: {
    readonly projet: ProjetId
    readonly version: number
    readonly vise: boolean
    /** Pourquoi facturer dans un exercice dont le bilan est transmis. */
    readonly raison?: string
  },
  prises: PrisesFacturation,
): Promise<Result<FactureEmise, readonly Refus[]>> => {
  const maintenant = services.clock.now()
  const vu = await lireProjet(tx, demande.projet)
  if (!vu) return ko(introuvable())
  await figerCeQuiDecide(tx, vu)
  const projet = await lireProjet(tx, demande.projet, { verrouiller: true })
  if (!projet) return ko(introuvable())
  if (projet.facture) return ko([refus('deja-emise', 'Ce projet est déjà devenu une facture.')])
  if (projet.etat === 'abandonne' || projet.version !== demande.version)
    return ko([refus('perime', 'Ce projet a changé depuis que vous l’avez lu : relisez-le avant d’émettre.')])
  const lu = await verifierProjet(services, tx, projet, maintenant)
  if (!lu) return ko(introuvable())
  const retenue = [...lu.refus, ...lu.electronique]
  if (retenue.length > 0) return ko(retenue)
  const depose =
    projet.genre !== 'avoir' && projet.periode
      ? refusSansRaison(
          'cette facture',
          [projet.periode],
          await prises.exercicesDeposes(tx),
          demande.raison ?? '',
        )
      : undefined
  if (depose) return ko([depose])
  const retenues = await retenuesDuProjet(tx, projet, maintenant, prises, { figer: true })
  if (retenues.length > 0)
    return ko(
      retenues.map((r) =>
        refus(
          'constat-ouvert',
          `${r.titre} : ${r.phrase} Réparez-le, ou qu’un responsable l’accepte avec un motif.`,
        ),
      ),
    )
  if (lu.attendVisa) {
    if (!demande.vise)
      return ko([
        refus(
          'sans-visa',
          'Rien n’engage la coopérative sans le visa de l’équipe d’appui : demandez-le d’abord.',
        ),
      ])
    await garderVisa(tx, {
      projet: projet.id,
      activite: projet.activite,
      version: projet.version,
      decision: 'accorde',
      motif: null,
      le: maintenant,
    })
  }
  const avoir = projet.genre === 'avoir'
  const derniere = await derniereDeLaSerie(tx, avoir)
  if (derniere !== null && lu.papier.le < derniere)
    return ko([
      refus(
        'chronologie',
        `La dernière pièce de cette série est du ${formaterDate(derniere)} : les numéros suivent les dates.`,
      ),
    ])
  const id = newId<'Facture'>(maintenant)
  const emise: Result<{ id: PieceId; numero: string }, RefusPdf> = await emettrePiece(services)(tx, {
    genre: avoir ? 'avoir' : projet.genre === 'acompte' ? 'facture-acompte' : 'facture',
    activite: projet.activite,
    gabarit: GABARIT,
    donnees: lu.aFiger.donnees,
    facturX: lu.aFiger.xml,
    libelle: libelleDeFacture(lu.papier),
    recherche: lu.papier.payeur.nom,
    objet: { genre: 'facture', id },
    emisLe: maintenant,
    annee: morceaux(lu.papier.le).annee,
    multilignes: ['motif'],
  })
  if (!emise.ok) return ko([emise.error])
  const totaux = totaliser(projet.lignes)
  await ajouterFacture(tx, {
    id,
    activite: projet.activite,
    provenance: 'emise',
    genre: projet.genre,
    outil: 'coforme',
    numero: emise.value.numero,
    piece: emise.value.id,
    projet: projet.id,
    emiseLe: lu.papier.le,
    echeance: avoir ? null : ajouterJours(lu.papier.le, projet.delaiJours),
    session: projet.session,
    dossier: projet.dossier,
    financementRang: projet.financementRang,
    payeurEntreprise: projet.payeurEntreprise,
    payeurPersonne: projet.payeurPersonne,
    payeur: lu.papier.payeur.nom,
    source: projet.source,
    subrogation: projet.subrogation,
    corrige: projet.corrige,
    periode: projet.periode,
    ht: totaux.ht,
    tva: totaux.tva,
    ttc: totaux.ttc,
    lignes: projet.lignes,
    le: maintenant,
  })
  await passerProjet(tx, projet.id, projet.version, 'emis')
  await consigner(tx, {
    activite: projet.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: avoir ? 'emettre-avoir' : 'emettre-facture',
    objet: { genre: 'facture', id },
    phrase: avecRaison(`${emise.value.numero} est ${avoir ? 'émis' : 'émise'}.`, demande.raison ?? ''),
    details: {
      ht: totaux.ht,
      ttc: totaux.ttc,
      heures: somme(projet.lignes.flatMap((l) => l.heures.map((h) => centimes(h.minutes)))),
    },
  })
  return ok({ id, numero: emise.value.numero, piece: emise.value.id })
}
