import type { Regle } from '../regle.ts'

/** Le registre ne porte rien de ce qui fut signé ailleurs : le dire une fois, et non demi-journée par demi-journée. */
export const historiqueRepris: Regle = {
  code: 'historique-repris',
  titre: 'Session reprise d’un autre outil',
  source: { texte: 'choix du produit : le registre commence avec Coforme', marque: 'deduit' },
  gravite: 'a-juger',
  qui: 'equipe',
  remede: 'Voir la session',
  concerne: (d) => d.session.reprise === true,
  examiner: () => [
    {
      cle: 'reprise',
      phrase:
        'Cette session vient d’un historique repris : ses feuilles, ses conventions et ses certificats sont dans vos anciens dossiers, que les contrôles ne lisent pas. Gardez-les : ce sont eux que l’on vous demandera.',
      ou: { genre: 'session' },
    },
  ],
}
