/**
 * Les unicités qui ne commencent pas par la clé du mur, chacune avec sa raison : une telle unicité dit à un
 * organisme qu'une valeur existe chez un autre (23505). N'en ajouter que pour une valeur publique.
 */
export const unicitesGlobales: Readonly<Record<string, string>> = {
  'organisme.organisme organisme.organisme_code_key':
    'le nom court des adresses est public, et le même pour tous',
  'pole.pole pole.pole_code_key': 'l’adresse d’un pôle sur le site de l’Union est publique',
}
