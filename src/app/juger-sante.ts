import type { EtatFile } from '#platform/jobs/etat-file.ts'

/** `panne` : quelqu'un doit se lever. `attention` : quelqu'un doit regarder cette semaine. */
export type EtatDePartie = 'ok' | 'attention' | 'panne'
export type Partie = { readonly etat: EtatDePartie } & Readonly<Record<string, string | number | null>>

const minutes = (depuis: Date | null, maintenant: Date): number =>
  depuis === null ? 0 : Math.max(0, Math.round((maintenant.getTime() - depuis.getTime()) / 60_000))

/** `libre` : en octets, pour qui n'est pas root. */
export const jugerDisque = (libre: number): Partie => ({
  etat: libre < 50e6 ? 'panne' : libre < 1e9 ? 'attention' : 'ok',
  libre,
})

/** Une tâche due depuis un quart d'heure : aucun ouvrier ne travaille, ou pas assez. */
export const jugerTaches = ({ taches }: EtatFile, maintenant: Date): Partie => {
  const retard = minutes(taches.depuis, maintenant)
  return {
    etat: retard >= 15 ? 'panne' : taches.mortes > 0 ? 'attention' : 'ok',
    dues: taches.dues,
    enCours: taches.enCours,
    enEchec: taches.enEchec,
    mortes: taches.mortes,
    retardEnMinutes: retard,
  }
}

/** `envoi` : ce que le serveur d'envoi a répondu à la sonde. Un refus isolé passe ; dix minutes de refus, non. */
export const jugerCourrier = (
  { courriels }: EtatFile,
  envoi: 'repond' | 'muet' | 'aucun',
  { maintenant, demo }: { readonly maintenant: Date; readonly demo: boolean },
): Partie => ({
  etat:
    envoi === 'muet' || (courriels.retenus > 0 && minutes(courriels.depuis, maintenant) >= 10)
      ? 'panne'
      : envoi === 'aucun' && !demo
        ? 'attention'
        : 'ok',
  envoi,
  attente: courriels.attente,
  retenus: courriels.retenus,
  code: courriels.code,
})

/** `le` : la dernière sauvegarde faite d'ici ; rien : aucune. */
export const jugerSauvegarde = (
  le: Date | null,
  { maintenant, demo }: { readonly maintenant: Date; readonly demo: boolean },
): Partie => {
  const age = le === null ? null : Math.round((maintenant.getTime() - le.getTime()) / 3_600_000)
  return { etat: demo || (age !== null && age < 8 * 24) ? 'ok' : 'attention', ageEnHeures: age }
}
