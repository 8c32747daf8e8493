/** Ce qui part autour des sessions de Langue & Lien : une convocation armée, un rappel de la veille à ses mots, un message à plusieurs. */
import { champsDe, chemin, type Personne } from './rejouer.ts'

/** Relit l’étape sur la session, puis l’arme telle que la page la montrait. */
const armer = async (qui: Personne, session: string, code: string): Promise<string> => {
  const url = `${session}/envois/etapes/${code}`
  return qui.envoyer(url, { ...champsDe(await qui.lire(url)), geste: 'armer' })
}

/** La session qui vient : sa convocation partira seule une semaine avant, un mot la veille aussi. */
export const armerLesEnvois = async (qui: Personne, session: string): Promise<void> => {
  await qui.envoyer('/cooperative/envois/veille', {
    ...champsDe(await qui.lire('/cooperative/envois/veille')),
    active: 'on',
  })
  await armer(qui, session, 'convocation')
}

/** La session du jour : un message de service, relu puis parti. */
export const ecrireAuGroupe = async (qui: Personne, session: string, a: string): Promise<void> => {
  const brouillon = chemin(
    await qui.envoyer(`${session}/envois/ecrire`, {
      publics: 'stagiaires',
      nature: 'service',
      objet: 'Demain, apportez vos annonces d’accueil',
      corps:
        'Bonjour {prenom},\n\nDemain matin, nous travaillons sur vos propres annonces : apportez-en deux, telles que vous les dites au téléphone.\n\nÀ demain, {lieu}.\n\n{organisme}',
    }),
  )
  await qui.envoyer(brouillon, { ...champsDe(await qui.lire(brouillon)), garde: a, geste: 'envoyer' })
}
