/** Les dates limites des avis suivis, pour un agenda : emportées en fichier, ou relues à une adresse secrète. */
import type { Evenement } from '#kernel/ics.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { asRole, peut } from '#modules/organisme/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import { avisOuverts, lireAgendaAbonne } from '../db/avis.ts'
import { type AvisEnVeille, composerVeille, type Suivi, sansFiltre } from '../domain/veille.ts'
import { avisUrl } from '../liens.ts'

export const echeancesSuivies = (avis: readonly AvisEnVeille[], origine: string): readonly Evenement[] =>
  avis.flatMap((a) =>
    a.suivi?.etat !== 'suivi' || a.limite === null
      ? []
      : [
          {
            uid: `marche-${a.lu.avis.idweb}@coforme`,
            debut: a.limite,
            fin: a.limite,
            titre: `Date limite : ${a.lu.avis.objet ?? a.lu.avis.idweb}`,
            lieu: '',
            description: a.lu.avis.acheteur.nom ?? '',
            url: `${origine}${avisUrl({ avis: a.lu.avis.idweb })}`,
            annule: a.etat === 'annule',
          },
        ],
  )

/** Le droit se juge à chaque lecture, pas seulement quand l’adresse naît. Aucun dossier à plusieurs n’y paraît. */
export const agendaDesMarches = async (
  tx: PublicTx,
  secret: string,
  { origine, le }: { readonly origine: string; readonly le: Date },
): Promise<{ readonly nom: string; readonly evenements: readonly Evenement[] } | undefined> => {
  const lu = await lireAgendaAbonne(tx, secret)
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const roles = (lu?.roles ?? []).flatMap((texte) => {
    const role = asRole(texte)
    return role ? [{ role, ...(lu?.jusque ? { jusque: lu.jusque } : {}) }] : []
  })
  if (!lu || !peut({ roles }, 'marches.lire', {}, jour)) return undefined
  const publics = (await avisOuverts(tx, jour)).map((r) => r.lu)
  const publies = new Set(publics.map((a) => a.avis.idweb))
  const siens = lu.apportes.filter((a) => !publies.has(a.avis.idweb))
  const suivis = lu.suivis.map(
    (idweb): Suivi => ({ idweb, etat: 'suivi', motif: null, precision: '', le, par: '' }),
  )
  const avis = composerVeille(
    [...publics, ...siens],
    [sansFiltre],
    suivis,
    jour,
    le,
    new Set(siens.map((a) => a.avis.idweb)),
  )
  return { nom: lu.nom, evenements: echeancesSuivies(avis, origine) }
}
