/** Le pôle écrit son accord de responsables conjoints, trois directions le signent ; une mission faite reçoit un retour, auquel la personne répond. */
import type { Personne } from './rejouer.ts'

export const convenirDesDonnees = async (
  gens: {
    readonly claire: Personne
    readonly agathe: Personne
    readonly maiwenn: Personne
    readonly marion: Personne
    readonly salome: Personne
  },
  pole: string,
): Promise<void> => {
  const page = '/vivier/donnees'
  const directions = [gens.maiwenn, gens.claire, gens.agathe, gens.marion]
  if ((await gens.maiwenn.lire(page)).includes('pas encore écrit'))
    for (const qui of directions)
      if ((await qui.lire(page)).includes(`${page}/ecrire`)) {
        await qui.envoyer(`${page}/ecrire`, {
          pole,
          contact: 'la personne déléguée aux données du pôle, donnees@pole-formation.example',
        })
        break
      }
  for (const qui of directions.slice(0, 3))
    if ((await qui.lire(page)).includes(`${page}/signer`))
      await qui.envoyer(`${page}/signer`, { pole, rang: '1' })
  const retours = '/vivier/retours'
  const mission = /<option value="([0-9a-f-]{36})"/.exec(await gens.maiwenn.lire(retours))?.[1]
  if (mission)
    await gens.maiwenn.envoyer(`${retours}/ecrire`, {
      mission,
      texte:
        'Le groupe a tenu la journée entière grâce aux exercices à deux. La salle était petite : nous le savons.',
    })
  const retour = /name="retour" value="([0-9a-f-]{36})"/.exec(await gens.salome.lire(retours))?.[1]
  if (retour)
    await gens.salome.envoyer(`${retours}/repondre`, {
      retour,
      reponse: 'Merci. Avec deux salles, je ferais l’atelier en parallèle.',
      partage: 'on',
    })
}
