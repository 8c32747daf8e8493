/**
 * Les unicités qui ne commencent pas par la clé du mur, chacune avec sa raison : une telle unicité dit à un
 * organisme qu'une valeur existe chez un autre (23505). N'en ajouter que pour une valeur publique.
 */
export const unicitesGlobales: Readonly<Record<string, string>> = {
  'organisme.organisme organisme.organisme_code_key':
    'le nom court des adresses est public, et le même pour tous',
  'pole.pole pole.pole_code_key': 'l’adresse d’un pôle sur le site de l’Union est publique',
}

/** Les tables qu'un lien peut écrire, ou qu'une autre règle lui ferme déjà : la table, le geste, et pourquoi. */
export const ecrituresLaissees: Readonly<Record<string, string>> = {
  'documents.signature lien_ajouter':
    'signer est ce que fait un lien ; la règle « moyen » en borne la pièce, l’acte et le rôle',
  'documents.signature_privee lien_ajouter':
    'la part privée d’une signature, que son engagement doit couvrir (« engagee »)',
  'emargement.prive lien_ajouter':
    'la part privée d’une entrée du registre, écrite avec elle et jamais relue par un lien',
  'journal.geste lien_ajouter': 'ce que fait un lien se consigne comme le reste',
  'plateforme.fichier lien_ajouter': 'une pièce jointe par lien se range ; rien ne s’y relit sans compte',
}
