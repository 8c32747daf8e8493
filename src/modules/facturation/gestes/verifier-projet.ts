/** Ce qui décide d’une émission : le projet, ses lignes, qui paie, ce que le papier exige. Lu d’un coup, sans rien écrire. */
import { centimes, plus } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { de } from '#kernel/texte.ts'
import { lireDossier, peutEncaisser, retractationDe, rienDu } from '#modules/inscriptions/index.ts'
import { estCae } from '#modules/organisme/index.ts'
import { lireSession, partTenue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { exigenceDe } from '../db/cycle.ts'
import { dejaDuDossier, lireFacture } from '../db/factures.queries.ts'
import { certifiesDe, preuvesDe, suivisDe } from '../db/heures.queries.ts'
import type { ProjetLu } from '../db/projets.ts'
import {
  achetePublic,
  adresseComplete,
  donneesFacture,
  type ElectroniqueDuPapier,
  type FaitsDuPapier,
  factureElectroniqueDe,
  lirePayeur,
  referenceExigee,
} from '../documents/donnees-facture.ts'
import { type HeuresCertifiees, heuresEncoreCertifiees } from '../domain/avoir.ts'
import type { RefusDeChamp } from '../domain/electronique/refuser.ts'
import { type FaitsDEmission, refusDEmission } from '../domain/emettre.ts'
import { coordonneesManquent } from '../domain/reglages-manquants.ts'
import { totaliser } from '../domain/totaux.ts'
import { reglagesQuiManquent } from '../lecture/reglages-manquants.ts'
import { tvaDuJour } from './preparer.ts'

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

export const verifierLePapier = async (
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
  const attendVisa = estCae(organisme.forme) && projet.visa?.vaut !== true
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
    reglages: [
      ...(await reglagesQuiManquent(tx, organisme.forme)),
      ...(coordonneesManquent(organisme) ? (['coordonnees'] as const) : []),
    ],
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
