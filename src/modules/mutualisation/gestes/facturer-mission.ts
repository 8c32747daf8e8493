/** Du constat signé à la pièce : chez qui envoie, la facture d’une sous-traitance, ou le remboursement d’un prêt, au coût. Rien ne se retape. */
import { formaterDate } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, type Result } from '#kernel/result.ts'
import { lireConditions } from '#modules/documents/index.ts'
import { preparerConstatee } from '#modules/facturation/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { ecrireAdresse, lireEntreprise, trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { adresseDuPayeur } from '../db/appels.ts'
import { joursDe, lignesDuConstat, type Mission, seConfie } from '../domain/missions.ts'
import { factureDe } from '../lecture/facture-de-mission.ts'
import type { Ici } from './vivier.ts'

/** Prépare, une fois : la clé vient de la mission (`factureDe`). Rend l’identifiant du projet. */
export const facturerMission = async (
  { tx, visiteur, le }: Ici,
  m: Mission,
): Promise<Result<string, Refus>> => {
  const lignes = lignesDuConstat(m)
  const [jours, enseigne] = [joursDe(m), await enseigneParDefaut(tx, visiteur)]
  const [du, au] = [jours[0], jours.at(-1)]
  if (m.moi !== 'envoie' || m.etat !== 'faite' || lignes.length === 0 || !enseigne || !du || !au)
    return ko(
      refus('rien-a-facturer', 'La facture se prépare chez qui envoie, une fois le constat signé des deux.'),
    )
  const payeurEntreprise = await trouverOuCreerEntreprise(
    tx,
    enseigne.id,
    { nom: m.receveur, siret: m.receveurSiret },
    le,
  )
  // L’adresse que l’autre a dite à la plateforme ne se redemande pas ; celle que la fiche porte déjà reste.
  const adresse = await adresseDuPayeur(tx, m.mission)
  if (adresse && !(await lireEntreprise(tx, payeurEntreprise))?.adresse)
    await ecrireAdresse(tx, { entreprise: payeurEntreprise }, adresse, le)
  return preparerConstatee(
    tx,
    {
      id: (await factureDe(tx, m.mission)).projet,
      activite: enseigne.id,
      payeurEntreprise,
      periode: { du, au },
      reference: m.numero ?? `Mission du ${formaterDate(du)}`,
      delaiJours: (await lireConditions(tx)).conditions.delaiReglementJours,
      formation: seConfie(m),
      lignes,
    },
    le,
  )
}
