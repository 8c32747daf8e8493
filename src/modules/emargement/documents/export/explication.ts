import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'

const parQuatre = (hex: string) => hex.replace(/(.{4})(?=.)/g, '$1 ')

/** LISEZMOI.txt : ce qu’est l’archive, comment la vérifier, ce qu’elle prouve et ce qu’elle ne prouve pas. */
export const explication = (e: {
  readonly nom: string
  readonly code: string
  readonly le: Date
  readonly cle: string
  readonly session?: string
  readonly parts: boolean
}): string => `LE REGISTRE DES PRÉSENCES DE ${e.nom.toUpperCase()}
Exporté le ${formaterDate(jourLocal(e.le, ZONE_PAR_DEFAUT), 'complet')}.

Chaque présence signée, absence notée ou correction est une entrée. Chaque entrée est liée à la précédente par un
calcul (SHA-256)\u00a0: en changer une, l’ôter ou en glisser une autre change toutes les suivantes, et se voit.

VÉRIFIER, SANS LOGICIEL
Ouvrez verifier.html dans un navigateur récent, même sans réseau, et donnez-lui ce fichier ZIP, tel quel. Rien n’en
sort. La page dit si tout tient, ou l’endroit où cela ne tient plus.

VÉRIFIER, AVEC COFORME
    npm run -s coforme -- registre verifier FICHIER.zip

CE QU’IL FAUT COMPARER À CE QUE VOUS TENEZ D’AILLEURS
Une archive refaite de bout en bout se vérifierait elle aussi. Ce qui l’en empêche est hors d’elle\u00a0:
- la clé de l’instance, à comparer à celle d’un export plus ancien ou de la page « Registre » de l’organisme\u00a0:
  ${parQuatre(e.cle)}
- les jalons, envoyés au courriel de l’organisme et gardés par des coopératives témoins, qui les contresignent\u00a0;
- les reçus (numéro et empreinte) remis à qui a signé.

CE QUE CONTIENT L’ARCHIVE
- registre/     les entrées, dans l’ordre\u00a0: numéro, étiquette de session, empreinte, contenu
- jalons.txt    des points de la chaîne, signés (Ed25519) d’une clé qui n’est pas dans la base
- contresignatures.txt   ce que les coopératives témoins en ont signé
- sessions.txt  les sessions et de quoi recalculer leur étiquette
- cles.json     les clés publiques
- appareils.txt, emports.txt   les clés des appareils qui signent sans réseau, et ce qu’ils ont emporté, quand
- passages.txt, gestes-refuses.txt   leurs échanges avec le serveur, et les gestes qu’il n’a pas pris
- format.json   ce que contient chaque fichier, pour un programme
${
  e.parts
    ? '- prive/        les parts personnelles (nom, connexion, tracé, motif) et leurs sels\n- feuilles.txt  ce que chaque demi-journée montre, et son empreinte\n- pieces/       les feuilles, certificats, attestations et extraits émis\n  Ces deux dossiers nomment des personnes\u00a0: ne les transmettez qu’à qui doit les lire.'
    : '  Aucune donnée de personne n’est dans cette archive\u00a0: les entrées n’en portent que des engagements salés.'
}
- manifeste.json, manifeste.sig   la liste de tous les fichiers, signée
${
  e.session
    ? '\nCET EXPORT EST CELUI D’UNE SESSION\nLes contenus de cette session sont là, tous\u00a0; des autres entrées, il n’y a que l’empreinte, qui suffit à recalculer la\nchaîne\u00a0: aucune entrée de la session ne peut manquer sans que cela se voie.\n'
    : ''
}
CE QUE CELA NE PROUVE PAS
Qu’une personne était là\u00a0: le registre prouve ce qui a été signé, par quel moyen, à quelle heure du serveur, et que
rien n’a changé depuis. Une part effacée à la fin de sa durée de conservation ne s’y lit plus, et la chaîne tient.

Le format, octet par octet, est décrit dans docs/registre.md de Coforme.
`
