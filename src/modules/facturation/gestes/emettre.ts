/** Émettre : vérifier tout, numéroter, figer. En cas de refus, rien n’est pris, pas même un numéro. */
import { ajouterJours, formaterDate, morceaux } from '#kernel/dates.ts'
import { centimes, somme } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { composerEpreuve, emettrePiece, type PieceId } from '#modules/documents/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { RefusPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import { ajouterFacture, derniereDeLaSerie } from '../db/factures.ecritures.ts'
import { garderVisa, passerProjet } from '../db/projets.ecritures.ts'
import { lireProjet, type ProjetLu, pourquoiPasViser } from '../db/projets.ts'
import { donneesFacture, libelleDeFacture } from '../documents/donnees-facture.ts'
import { avecRaison, refusSansRaison } from '../domain/exercice-depose.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'
import { direSuspendu } from '../domain/projet.ts'
import { totaliser } from '../domain/totaux.ts'
import type { PrisesFacturation } from '../prises.ts'
import { figerCeQuiDecide, retenuesDuProjet } from './retenir.ts'
import { verifierLePapier, verifierProjet } from './verifier-projet.ts'

const GABARIT = 'facture.v1'
const introuvable = () => [refus('introuvable', 'Ce projet n’existe pas ici.')]

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

/**
 * Qui vise et émet d’un geste : son émission vaut visa, sous son plafond. Rend ce qui la retient ; au-dessus du seuil, le visa reste, et
 * une autre personne donne le second.
 */
const viserEnEmettant = async (
  tx: TenantTx,
  p: ProjetLu,
  vise: boolean,
  le: Date,
): Promise<Refus | undefined> => {
  if (p.visa?.decision === 'refuse') return refus('visa-refuse', `Le visa est refusé : « ${p.visa.motif} »`)
  if (p.visa) return refus('visa-suspendu', direSuspendu(p.visa))
  if (!vise)
    return refus(
      'sans-visa',
      'Rien n’engage la coopérative sans le visa de l’équipe d’appui : demandez-le d’abord.',
    )
  const pourquoi = await pourquoiPasViser(tx, p.id)
  if (pourquoi === 'au-dessus' || pourquoi === 'cumul')
    return refus('plafond', 'Son montant dépasse votre plafond : une autre personne la vise.')
  if (pourquoi === 'sans-plafond')
    return refus(
      'plafond',
      'Vous n’avez pas, ou plus, de plafond pour ce genre : une autre personne la vise.',
    )
  await garderVisa(tx, {
    projet: p.id,
    activite: p.activite,
    version: p.version,
    decision: 'accorde',
    motif: null,
    le,
  })
  if ((await lireProjet(tx, p.id))?.visa?.vaut) return undefined
  // Le visa est noté, et la demande avec lui : la pièce attend dans la file.
  await passerProjet(tx, p.id, p.version, 'a-viser', le)
  return refus(
    'visa-suspendu',
    'Votre visa est noté. Au-dessus de ce montant, deux personnes visent : une autre donne le second.',
  )
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
  const sansVisa = lu.attendVisa ? await viserEnEmettant(tx, projet, demande.vise, maintenant) : undefined
  if (sansVisa) return ko([sansVisa])
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
