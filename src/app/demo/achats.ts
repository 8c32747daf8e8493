/** Deux achats du pôle : un certificateur dont les volumes sont clos et les offres notées, un poste partagé qui se dit encore ; et ce que le pôle cherche. */
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { chemin, type Personne } from './rejouer.ts'

const id = (n: number) => `018f7d00-0000-7000-8000-${String(n).padStart(12, '0')}`

export const acheterEnsemble = async (
  gens: {
    readonly claire: Personne
    readonly agathe: Personne
    readonly maiwenn: Personne
    readonly marion: Personne
  },
  pole: string,
  maintenant: Date,
): Promise<void> => {
  const dans = (n: number) =>
    formaterDate(ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), n), 'chiffres')
  const ouvrir = async (qui: Personne, n: number, dit: Record<string, string>) =>
    chemin(await qui.envoyer('/achats/ouvrir', { _jeton: id(n), pole, ...dit }))
  const certificateur = await ouvrir(gens.agathe, 1, {
    genre: 'certificateur',
    objet: 'Un certificateur Qualiopi pour le renouvellement',
    besoin:
      'Un audit de renouvellement chacune, entre mars et juin. Déplacements compris, un seul interlocuteur.',
    unite: 'audits',
    volumesJusquAu: dans(15),
  })
  if ((await gens.agathe.lire(certificateur)).includes(`${certificateur}/clore`)) {
    for (const [qui, quantite, mot] of [
      [gens.agathe, '1', 'au printemps'],
      [gens.maiwenn, '1', ''],
      [gens.claire, '2', 'deux sites'],
    ] as const)
      await qui.envoyer(`${certificateur}/dire`, { quantite, mot })
    await gens.agathe.envoyer(`${certificateur}/clore`, {})
    for (const [n, fournisseur, prix, conditions] of [
      [11, 'Certif’Armor', '980', 'trois ans, surveillance comprise'],
      [12, 'Audit & Compagnie', '1 120', 'sans engagement de durée'],
    ] as const)
      await gens.agathe.envoyer(`${certificateur}/noter`, { _jeton: id(n), fournisseur, prix, conditions })
  }
  const poste = await ouvrir(gens.maiwenn, 2, {
    genre: 'poste',
    objet: 'Une coordination pédagogique à mi-temps',
    besoin: 'Préparer les sessions communes, relire les preuves, tenir le calendrier du pôle.',
    unite: 'heures par mois',
    volumesJusquAu: dans(30),
  })
  await gens.claire.envoyer(`${poste}/dire`, { quantite: '20', mot: '' })
  // Zéro est une réponse : sa journée ne le lui demande plus.
  await gens.agathe.envoyer(`${poste}/dire`, { quantite: '0', mot: '' })
  for (const [n, qui] of [gens.maiwenn, gens.claire, gens.agathe].entries())
    await qui.envoyer('/achats/tensions/dire', { _jeton: id(20 + n), pole, nsf: '413' })
  await gens.marion.envoyer('/achats/tensions/dire', { _jeton: id(30), pole, nsf: '234' })
}
