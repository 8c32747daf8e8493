/** Trois documents mis en commun dans le pôle : un support relu et pris, un modèle de convention qui a une version plus récente, une charte réservée. */
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { papierSigne } from './gestes.ts'
import { chemin, type Personne } from './rejouer.ts'

const id = (n: number) => `018f7c00-0000-7000-8000-${String(n).padStart(12, '0')}`
const commun = {
  origine: 'rien',
  copie: '',
  source: '',
  sourceLicence: '',
  contenus: 'aucun',
  tiers: '',
  accessibilite: 'partielle',
  acces: '',
  valableAu: '',
  sources: '',
  note: '',
  publics: '',
  duree: '',
  prerequis: '',
  langues: 'français',
}
const versionDe = (page: string) => /name="version" value="([0-9a-f-]{36})"/.exec(page)?.[1]

export const mettreEnCommun = async (
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
  const deposer = async (qui: Personne, n: number, lignes: readonly string[], dit: Record<string, string>) =>
    chemin(
      await qui.envoyer('/ressources/deposer', {
        _jeton: id(n),
        pole,
        ...commun,
        ...dit,
        fichier: new File([papierSigne(lignes)], `document-${n}.pdf`, { type: 'application/pdf' }),
      }),
    )
  const relire = async (qui: Personne, ou: string, dit: Record<string, string>) => {
    const version = versionDe(await qui.lire(ou))
    if (version) await qui.envoyer(`${ou}/relire`, { version, ...dit })
  }
  const prendre = async (qui: Personne, ou: string, n: number) => {
    const page = await qui.lire(ou)
    const version = versionDe(page)
    if (version && page.includes(`${ou}/prendre`))
      await qui.envoyer(`${ou}/prendre`, { _jeton: id(n), version })
  }
  const tri = await deposer(gens.agathe, 1, ['Trier, réparer, réemployer', 'Fiches à découper'], {
    titre: 'Vingt fiches à découper pour trier, réparer, réemployer',
    genre: 'support',
    publics: 'agents d’accueil, encadrants techniques',
    duree: 'une demi-journée',
    auteurs: 'Agathe Pons, Ousmane Sow',
    titulaire: 'Terre d’Appui',
    licence: 'cc-by-sa',
    contenus: 'oui',
    tiers: 'deux pictogrammes de consigne, sous licence CC BY',
    accessibilite: 'verifiee',
    acces: 'balisé, images décrites',
  })
  await relire(gens.maiwenn, tri, { avis: 'bon', mot: 'Essayées en atelier : les consignes tiennent.' })
  await prendre(gens.maiwenn, tri, 11)
  const convention = await deposer(gens.claire, 2, ['Convention de formation', 'Modèle'], {
    titre: 'Convention de formation, modèle du pôle',
    genre: 'convention',
    auteurs: 'Claire Vasseur',
    titulaire: 'Les Tisserands',
    licence: 'pole',
    valableAu: dans(120),
  })
  await prendre(gens.marion, convention, 12)
  if ((await gens.claire.lire(convention)).includes('name="vue" value="1"'))
    await gens.claire.envoyer(`${convention}/verser`, {
      _jeton: id(3),
      vue: '1',
      ...commun,
      auteurs: 'Claire Vasseur',
      titulaire: 'Les Tisserands',
      licence: 'pole',
      valableAu: dans(300),
      note: 'Le délai de rétractation est à part, en gras.',
      fichier: new File([papierSigne(['Convention de formation', 'Modèle, version 2'])], 'convention-2.pdf', {
        type: 'application/pdf',
      }),
    })
  await deposer(gens.marion, 4, ['Charte de l’atelier'], {
    titre: 'Charte de l’atelier, outils et machines',
    genre: 'charte',
    auteurs: 'Marion Teyssier',
    titulaire: 'L’Atelier des savoirs',
    licence: 'reserve',
    valableAu: dans(200),
  })
}
