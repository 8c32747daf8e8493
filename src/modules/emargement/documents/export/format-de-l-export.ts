/**
 * `format.json` : ce que chaque fichier d’un export contient, pour un programme. Le sens de chaque champ est dans `docs/registre.md`.
 * Un champ `sha256` est en hexadécimal minuscule ; un champ `canonique` est du JSON (RFC 8785) dont on hache les octets tels quels.
 */
export const formatDeLExport = {
  format: 'coforme-format-export/1',
  separateur: '\t',
  fichiers: {
    'registre/NNNNNN.txt': {
      champs: ['numero', 'objet:sha256', 'empreinte:sha256', 'contenu:canonique|=sha256'],
      regle: 'empreinte = SHA-256(precedente ‖ int8(numero) ‖ objet ‖ SHA-256(contenu))',
      depart: 'SHA-256("coforme-registre/1 " ‖ organisme)',
    },
    'prive/NNNNNN.txt': {
      champs: ['numero', 'part', 'sel:hex', 'texte:canonique'],
      regle: 'contenu.engagements[part] = SHA-256(sel ‖ texte)',
    },
    'sessions.txt': {
      champs: ['identifiant:uuid', 'sel:hex', 'objet:sha256', 'nom'],
      regle: 'objet = SHA-256(sel ‖ identifiant)',
    },
    'feuilles.txt': {
      champs: ['seance:uuid', 'feuille:sha256', 'texte:canonique'],
      regle:
        'feuille = SHA-256(texte) de ce que la demi-journée montre à l’export ; ce qu’elle montrait à qui a signé : prive, part connexion, montre',
    },
    'appareils.txt': { champs: ['appareil:uuid', 'cle:P-256 non compressée, hex'] },
    'emports.txt': {
      champs: ['signature:Ed25519 hex', 'jeton:canonique'],
      regle: 'signé de la clé de l’instance',
    },
    'passages.txt': {
      champs: ['appareil:uuid', 'le:ISO 8601', 'rang', 'tete:sha256|-', 'ecartMs'],
      regle:
        'un geste compté est d’un rang supérieur, et d’une heure au moins égale, à ceux du dernier passage ; chaque emport en est un',
    },
    'gestes-refuses.txt': { champs: ['appareil:uuid', 'rang', 'empreinte:sha256', 'code'] },
    'jalons.txt': { champs: ['numero', 'signature:Ed25519 hex', 'jalon:canonique'] },
    'contresignatures.txt': {
      champs: ['numero', 'temoin:uuid', 'signature:Ed25519 hex', 'contenu:canonique'],
    },
    'cles.json': { cles: ['format', 'organisme', 'instance', 'temoins'] },
    'manifeste.json': {
      cles: [
        'format',
        'organisme',
        'nom',
        'code',
        'date',
        'session',
        'cle',
        'entrees',
        'jalons',
        'contresignatures',
        'parts',
        'tete',
        'fichiers',
      ],
      regle: 'manifeste.sig : Ed25519 de ces octets, hexadécimal',
    },
  },
  gesteHorsLigne: {
    ou: 'prive, part connexion : entree (texte signé), signature (P-256, 64 octets bruts, hex), issue',
    compte:
      'contenu.etat n’est pas nul ; d’une contresignature : contenu.vise n’est pas vide et issue vaut retenue',
    regle: 'la clé de appareils.txt signe entree ; rang et precedente sont ceux de contenu.appareil',
  },
} as const
