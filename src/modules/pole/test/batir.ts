/** De quoi bâtir un pôle dans un essai, par ses pages : le pôle, une rencontre. */
import type { Aller } from '../../../../test/monde/index.ts'

type Elle = { readonly aller: Aller }

/** Le pôle Formation, fondé par qui administre l'instance ; rend son adresse. */
export const unPole = async (anime: Elle, plus: Readonly<Record<string, string>> = {}): Promise<string> =>
  (
    await anime.aller('/poles/nouveau', {
      nom: 'Pôle Formation',
      genre: 'metier',
      raison: 'Mettre en commun ce qui coûte trop à chacune.',
      entree: 'libre',
      public: 'on',
      ...plus,
    })
  ).vers

/** Une rencontre de ce pôle, le 10 décembre 2026 ; rend son adresse. */
export const uneRencontre = async (
  anime: Elle,
  pole: string,
  plus: Readonly<Record<string, string>> = {},
): Promise<string> =>
  (
    await anime.aller(`${pole}/reunions/nouvelle`, {
      titre: 'Rencontre',
      format: 'demi-journee',
      jour: '10/12/2026',
      de: '14 h',
      a: '17 h',
      zone: 'Europe/Paris',
      lieu: 'Rennes',
      ...plus,
    })
  ).vers
