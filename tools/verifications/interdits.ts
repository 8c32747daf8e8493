import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

type Interdit = {
  readonly motif: RegExp
  readonly ou: (fichier: string) => boolean
  readonly pourquoi: string
  /** Vrai : aucune raison écrite n’y fait exception. */
  readonly absolu?: true
}

const texte =
  /\.(ts|tsx|mjs|js|json|jsonc|md|sql|css|typ|html|svg|yml|yaml|sh|toml|txt)$|(^|\/)(\.npmrc|\.gitignore|\.ci\/.*|crochets\/.*)$/
const code = /\.(ts|tsx|mjs|sql)$/
const partout = (fichier: string) => texte.test(fichier)
const servi = (fichier: string) => fichier.startsWith('src/') && code.test(fichier) && !estTest(fichier)

const interdits: readonly Interdit[] = [
  {
    motif: /(?<![\w.)\]}-])\/work\//,
    ou: partout,
    pourquoi: 'chemin d’une machine de travail',
    absolu: true,
  },
  {
    motif: /https?:\/\/(?:[^/\s"'`]*\.)?registry\b[^/\s"'`]*/,
    ou: partout,
    pourquoi: 'hôte d’un registre de paquets',
    absolu: true,
  },
  {
    motif: /set_config\((?!\s*'application_name')(?:[^()]|\([^()]*\))*,\s*false\s*\)/,
    ou: (f) => code.test(f) && !/^(src\/platform\/db|tools|test)\//.test(f),
    pourquoi: 'set_config(…, false) survit à la transaction : l’organisme suivant en hériterait',
  },
  {
    motif: /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/,
    ou: (f) => /^(src|test|e2e|bench)\/.*\.tsx?$/.test(f),
    pourquoi:
      'le SQL s’écrit en `sql`, dont tools/verifier-sql.ts prouve les types ; pas par le constructeur',
    absolu: true,
  },
  {
    motif: /\.(?:withTenant|withoutTenant)\(/,
    ou: (f) =>
      /^src\/modules\/[^/]+\/(?:documents|domain|lecture|contributions)\/.*\.tsx?$/.test(f) && !estTest(f),
    pourquoi:
      'une transaction s’ouvre dans un geste, une page, une tâche ou une commande : ce qui lit et compose la reçoit',
  },
  {
    motif: /\sstyle=[{"]/,
    ou: (f) => /^src\/.*\.tsx$/.test(f) && servi(f),
    pourquoi: 'la politique de sécurité refuse un style en ligne : une classe, ou un attribut du dessin',
  },
  {
    motif: /\bprocess\.env\b/,
    ou: (f) => servi(f) && !/^src\/(platform\/config\/|app\/lire-config\.ts$)/.test(f),
    pourquoi: 'l’environnement ne se lit que par la configuration',
  },
  {
    // docs/glossaire.md, « Tours bannis ».
    motif:
      /\bse (?:lit|lisent) par (?:l[ae’]|les|qui|tous|toutes)\b|qu’aucun fait ne porte encore|noté remis|sans pièce d’ici|c’est lui qui part\b|personnes? déjà servie/,
    ou: servi,
    pourquoi: 'un tour banni des écrans : dire qui fait quoi (docs/glossaire.md)',
  },
  {
    // Devant un nom, « nul » veut dire « aucun » ; « nul : … », « nul si … » disent d’une valeur qu’elle est absente, et restent.
    motif:
      /\b[Nn]ul(?:le)?s? (?:n(?:e\b|[’'])|(?!(?:part|partout|si|pour|tant|quand|ou|sans|se|s[’']il|d[’'](?:une?|abord)|tous|est|avant|aux?|ôte|sinon|rend|par|parmi|et|depuis|de|dans|après|à|a|y)(?![\p{L}]))\p{L})/u,
    ou: (f) =>
      servi(f) ||
      (/^(?:db|docs)\//.test(f) && texte.test(f) && !/^db\/migrations\/|^docs\/(?:glossaire|adr)/.test(f)),
    pourquoi: '« nul » pour « aucun » ou « personne » (docs/glossaire.md)',
  },
  {
    // docs/glossaire.md, « Tours bannis » : l’aide dit qui fait quoi ; une page, un papier n’y font rien seuls.
    motif:
      /(?:\bs’(?:en\s+|y\s+)?|\b[Ss]e\s+)(?:lit|lisent|dit|disent|fait|font|tient|tiennent|règle|règlent|choisit|choisissent|change|changent|écrit|écrivent|émet|émettent|établit|établissent|remet|remettent|réunit|réunissent|défait|calcule|montre|montrent|garde|gardent|retire|retirent|annule|annulent|exporte|exportent|importe|importent|imprime|corrige|corrigent|régularise|régularisent|clôt|juge|jugent|vérifie|vérifient|prépare|préparent|enregistre|enregistrent|relit|relisent|recopie|recopient|partage|partagent|déclare|déclarent|ouvre|note|notent|colle|joint|relance|signe|convient|raconte|arme|ajoute|ajoutent)(?![\p{L}’])/u,
    ou: (f) => /^src\/app\/pages\/aide[.-].*\.tsx?$/.test(f) && servi(f),
    pourquoi: 'un tour sans personne dans l’aide : dire qui fait quoi (docs/glossaire.md)',
  },
  {
    // docs/glossaire.md : ces mots nommaient quarante types sans rapport.
    motif:
      /\b(?:type|interface|class) (?:Demande|Entree|Geste|Registre|Porte|Fil|Bords|Devance)\b(?=\s*(?:=|\{|<|extends))/,
    ou: (f) => /\.tsx?$/.test(f),
    pourquoi: 'un mot à plusieurs sens : dire laquelle, ou lequel (docs/glossaire.md)',
  },
  {
    motif: /\bdangerouslySetInnerHTML\b|(?<![.\w])raw\(/,
    ou: (f) => /^src\/.*\.tsx?$/.test(f) && !estTest(f),
    pourquoi: 'HTML sans échappement',
  },
  {
    motif:
      /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|skipIf|runIf|only|todo|fails)\b|\bxit\(|\bxdescribe\(/,
    ou: estTest,
    pourquoi: 'un test sauté ou isolé ne prouve rien',
  },
  {
    motif: /\bsleep\(|\bsetTimeout\(|\bwaitForTimeout\(|\bsetInterval\(/,
    ou: estTest,
    pourquoi: 'un test attend un fait, jamais une durée',
  },
]

/** Une exception se justifie sur la ligne, ou juste au-dessus. */
const permis = /(\/\/|--|\*)[ \u00a0]*Permis[ \u00a0]?:[ \u00a0]*\S/

const numeroDeLigne = (contenu: string, position: number) => contenu.slice(0, position).split('\n').length

/** Les fautes d’un fichier, une par occurrence : « fichier:ligne : raison ». */
export const chercherInterdits = (fichier: string, contenu: string): string[] =>
  interdits
    .filter(({ ou }) => ou(fichier))
    .flatMap(({ motif, pourquoi, absolu }) => {
      const lignes = contenu.split('\n')
      return [...contenu.matchAll(new RegExp(motif, `g${motif.flags}`))].flatMap((trouve) => {
        const ligne = numeroDeLigne(contenu, trouve.index)
        const voisines = `${lignes[ligne - 2] ?? ''}\n${lignes[ligne - 1] ?? ''}`
        if (!absolu && permis.test(voisines)) return []
        return [`${fichier}:${ligne} : ${pourquoi}.`]
      })
    })

export const interditsAbsents: Verification = {
  nom: 'Rien d’interdit n’est écrit',
  async verifier(racine) {
    const fichiers = listerFichiers(racine).filter(partout)
    const fautes = fichiers.flatMap((fichier) => chercherInterdits(fichier, lireFichier(racine, fichier)))
    return conclure(fautes, `${fichiers.length} fichiers`)
  },
}
