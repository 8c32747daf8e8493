/** D’un dossier à un projet de facture : ce qui, qui et combien se déduisent du financement et des heures suivies. */
import { formaterDate } from '#kernel/dates.ts'
import { centimes, type Montant, moins, pourcentage } from '#kernel/montant.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireConditions } from '#modules/documents/index.ts'
import {
  type DossierLu,
  delaiDeReglement,
  type LigneLue,
  lireDossier,
  numeroDuCpf,
  rienDu,
} from '#modules/inscriptions/index.ts'
import { lireOrganisme, mentionTva } from '#modules/organisme/index.ts'
import { lireSession, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { verrouillerObjet } from '../db/factures.ecritures.ts'
import { type DejaDuDossier, dejaDuDossier } from '../db/factures.queries.ts'
import { type SuiviLu, suivisDe } from '../db/heures.queries.ts'
import { ajouterProjet } from '../db/projets.ecritures.ts'
import { type ProjetEnCours, projetsEnCours } from '../db/projets.ts'
import { lirePayeur, paieEnPublic } from '../documents/donnees-facture.ts'
import { delaiJusqua, echeanceFacturee } from '../domain/delai.ts'
import type { LigneDeFacture, ProjetId } from '../domain/facture.ts'
import { absenceReduit } from '../domain/parametres.ts'
import { duAujourdhui, payeSurLaPlateforme, periodeAFacturer, proposerLignes } from '../domain/proposer.ts'
import { horsTaxes, totaliser } from '../domain/totaux.ts'
import { type TvaDuJour, tauxDuLieu } from '../domain/tva.ts'

/** La taxe du jour, et si l’attestation le couvre. */
export const tvaDuJour = async (tx: TenantTx, maintenant: Date) => {
  const o = await lireOrganisme(tx)
  const le = jourLocal(maintenant, o.zone)
  const m = mentionTva(o.tva, le)
  const tva: TvaDuJour = {
    regime: o.tva.regime,
    taux: m.taux,
    duLieu: tauxDuLieu(o.codePostal, le),
    ...(m.texte ? { texte: m.texte } : {}),
  }
  return { organisme: o, le, tva, couvert: m.couvert }
}

/** Ce qu’une ligne de financement permet de facturer aujourd’hui. */
export type AFacturer = {
  readonly rang: number
  readonly ligne: LigneLue
  readonly deja: Montant
  /** Ce que les heures suivies font devoir, hors taxes. */
  readonly du: Montant
  /** La facture qui solderait ; vide : rien à facturer. */
  readonly lignes: readonly LigneDeFacture[]
  readonly aRegler: Montant
  /** L’acompte que l’échéancier, ou l’usage, permet ; nul : aucun. */
  readonly acompte: { readonly montantHt: Montant; readonly libelle: string } | null
  /** Payé sur la plateforme du compte personnel de formation : cela se suit, rien ne se facture. */
  readonly suivi: boolean
}

export type DossierAFacturer = {
  readonly session: SessionLue
  readonly d: DossierLu
  readonly suivis: readonly SuiviLu[]
  readonly deja: ReadonlyMap<number, DejaDuDossier>
  readonly financements: readonly AFacturer[]
  readonly enCours: readonly ProjetEnCours[]
  readonly tva: TvaDuJour
  /** Le client s’est rétracté et ne doit rien. */
  readonly eteint: boolean
}

const rien: DejaDuDossier = {
  rang: 0,
  facture: centimes(0),
  formation: centimes(0),
  minutes: new Map(),
  acomptes: [],
  acomptesTTC: centimes(0),
  jusquau: null,
}

/** Un acompte d’usage entre professionnels ; proposé, à corriger avant d’émettre. */
const partDAcompte = 3000

export const lireAFacturer = async (
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  maintenant: Date,
): Promise<DossierAFacturer> => {
  const [{ le, tva }, tous, deja, enCours] = await Promise.all([
    tvaDuJour(tx, maintenant),
    suivisDe(tx, session),
    dejaDuDossier(tx, d.id),
    projetsEnCours(tx, d.id),
  ])
  const suivis = tous.filter((s) => s.dossier === d.id)
  const absences = enVigueur(absenceReduit, le)
  const eteint = rienDu(d)
  const financements = d.financements.map((ligne, rang): AFacturer => {
    const fait = deja.get(rang) ?? rien
    const part = { montant: ligne.montant, minutes: ligne.minutes, inscription: ligne.inscription }
    const suivi = payeSurLaPlateforme(ligne, d.financements)
    const lignes =
      suivi || eteint
        ? []
        : proposerLignes({
            intitule: session.intitule,
            part,
            gens: suivis,
            deja: fait,
            absences,
            taux: tva.taux,
          })
    const reste = moins(ligne.montant, fait.facture)
    const echues = d.echeances.filter((e) => e.jour <= le)
    const du = centimes(echues.reduce((t, e) => t + e.montant, 0) - fait.acomptesTTC)
    const derniere = echues.at(-1)
    const acompte =
      suivi || d.retracteLe !== null || reste <= 0 || lignes.length > 0 || fait.formation > 0
        ? null
        : d.regime === 'contrat'
          ? du > 0 && derniere
            ? {
                montantHt: centimes(Math.min(horsTaxes(du, tva.taux), reste)),
                libelle: typographier(`Échéance du ${formaterDate(derniere.jour)}, ${session.intitule}`),
              }
            : null
          : fait.acomptes.length === 0 && !ligne.subrogation
            ? {
                montantHt: pourcentage(reste, partDAcompte),
                libelle: typographier(`Acompte sur ${session.intitule}, session ${session.numero}`),
              }
            : null
    return {
      rang,
      ligne,
      deja: fait.facture,
      du: eteint ? centimes(0) : duAujourdhui(part, suivis, absences),
      lignes,
      aRegler: totaliser(lignes).ttc,
      acompte: acompte && acompte.montantHt > 0 ? acompte : null,
      suivi,
    }
  })
  return { session, d, suivis, deja, financements, enCours, tva, eteint }
}

const intro = () => refuser('introuvable', 'Ce dossier n’existe pas ici.')

/** Le geste : un projet prêt à relire, tiré d’une ligne de financement. Rejoué (même identifiant), il ne fait rien de plus. */
export const preparerDuDossier = async (
  tx: TenantTx,
  demande: {
    readonly id: ProjetId
    readonly session: SessionLue['id']
    readonly dossier: DossierLu['id']
    readonly rang: number
    readonly genre: 'facture' | 'acompte'
  },
  maintenant: Date,
): Promise<Result<ProjetId, Refus>> => {
  await verrouillerObjet(tx, demande.dossier)
  const session = await lireSession(tx, demande.session)
  const d = session && (await lireDossier(tx, demande.session, demande.dossier))
  if (!session || !d) return intro()
  const lu = await lireAFacturer(tx, session, d, maintenant)
  const ligne = lu.financements[demande.rang]
  if (!ligne) return intro()
  const ouvert = lu.enCours.find((p) => p.financementRang === demande.rang && p.genre !== 'avoir')
  if (ouvert) return ok(ouvert.id)
  if (lu.eteint) return refuser('retracte', 'La personne s’est rétractée : rien n’est dû.')
  if (ligne.suivi)
    return refuser(
      'cpf',
      'La Caisse des dépôts paie sur sa plateforme : enregistrez ce qu’elle paie, il n’y a pas de facture à lui faire.',
    )
  const lignes: readonly LigneDeFacture[] =
    demande.genre === 'facture'
      ? ligne.lignes
      : ligne.acompte
        ? [
            {
              nature: 'acompte',
              libelle: ligne.acompte.libelle,
              inscription: ligne.ligne.inscription,
              acompte: null,
              quantite: 1000,
              unite: 'forfait',
              prix: ligne.acompte.montantHt,
              montant: ligne.acompte.montantHt,
              taux: lu.tva.taux,
              heures: [],
            },
          ]
        : []
  if (lignes.length === 0)
    return refuser(
      'rien-a-facturer',
      demande.genre === 'acompte'
        ? 'Aucun acompte ne se demande aujourd’hui pour cette part.'
        : 'Rien à facturer : aucune heure suivie n’est encore sans facture.',
    )
  const jour = jourLocal(maintenant, session.zone)
  const { conditions } = await lireConditions(tx)
  const payeur = await lirePayeur(tx, ligne.ligne)
  const publique =
    payeur !== undefined &&
    paieEnPublic(
      payeur,
      { payeurEntreprise: ligne.ligne.payeurEntreprise, source: ligne.ligne.dispositif },
      d,
    )
  // Ce que la personne paie elle-même suit l’échéancier qu’elle a signé, pas le délai d’usage.
  const dejaTTC = totaliser([{ montant: ligne.deja, taux: lu.tva.taux }]).ttc
  const echeance =
    d.regime === 'contrat' && ligne.ligne.payeurPersonne
      ? echeanceFacturee(d.echeances, dejaTTC + totaliser(lignes).ttc)
      : null
  const cpf = numeroDuCpf(d.financements)
  const reference =
    [
      ligne.ligne.accordReference,
      d.reference,
      cpf && `Mon Compte Formation, dossier ${cpf}`.slice(0, 100),
    ].find(Boolean) ?? null
  await ajouterProjet(
    tx,
    demande.id,
    {
      activite: d.activite,
      genre: demande.genre,
      session: session.id,
      dossier: d.id,
      financementRang: demande.rang,
      payeurEntreprise: ligne.ligne.payeurEntreprise,
      payeurPersonne: ligne.ligne.payeurPersonne,
      source: ligne.ligne.dispositif,
      subrogation: ligne.ligne.subrogation,
      corrige: null,
      motif: null,
      periode:
        demande.genre === 'facture'
          ? periodeAFacturer(
              partTenue(session).seances.map((s) => s.jour),
              lu.deja.get(demande.rang)?.jusquau ?? null,
              jour,
            )
          : null,
      reference,
      delaiJours: echeance
        ? delaiJusqua(echeance, jour)
        : delaiDeReglement(publique, conditions.delaiReglementJours, jour),
      lignes,
    },
    maintenant,
  )
  await consigner(tx, {
    activite: d.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'preparer-facture',
    objet: { genre: 'dossier', id: d.id },
    phrase: `Une facture est préparée pour la session {session:${session.id}}.`,
  })
  return ok(demande.id)
}
