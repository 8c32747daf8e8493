/** Ce que la page des prix montre et n’écrit pas : le registre, les manches, qui lira quoi. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { Alert, Etat, Section, Table } from '#web/components.tsx'
import type { Levee, PliOuvrable, PliScelle } from '../db/ecrits.ts'
import { type Manche, mancheDe } from '../domain/acheteur.ts'
import { membresPresents } from '../domain/groupement.ts'
import type { CleDatee, PartRendue, Secours, Total } from '../domain/plis.ts'
import { chaineRompue, empreinteDeCle } from '../lecture/chaine-des-plis.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'

export type Lu = {
  readonly r: Reponse
  readonly le: Date
  readonly cles: ReadonlyMap<OrganismeId, CleDatee>
  /** Le secours pour qui l’on scelle ; les plis d’avant s’ouvrent par ceux d’avant, tous gardés. */
  readonly secours: (Secours & { readonly le: Date }) | undefined
  readonly tousSecours: readonly Secours[]
  readonly rendues: readonly { readonly organisme: OrganismeId; readonly contenu: PartRendue }[]
  readonly total: Total | undefined
  readonly plis: readonly PliScelle[]
  readonly ouvrables: readonly PliOuvrable[]
  readonly levees: readonly Levee[]
  /** L’offre, puis chaque tour où l’acheteur fait revoir les prix. */
  readonly manches: readonly Manche[]
  readonly totaux: readonly { readonly le: Date; readonly contenu: Total }[]
}

export const nomDe = (r: Reponse, o: string) =>
  r.d.membres.find((m) => m.organisme === o)?.nom ?? 'une coopérative sortie'
export const hex = (o: Buffer) => o.toString('hex')
const court = (o: Buffer) => `${hex(o).slice(0, 4)} … ${hex(o).slice(-4)}`
export const dernierPli = (lu: Lu, o: OrganismeId) => lu.plis.findLast((p) => p.organisme === o)
/** Chacun a scellé dans la manche de ce pli. */
const tousScellesDe = (lu: Lu, p: PliScelle): boolean =>
  membresPresents(lu.r.d).every((m) =>
    lu.plis.some(
      (x) =>
        x.organisme === m.organisme && mancheDe(lu.manches, x.le)?.rang === mancheDe(lu.manches, p.le)?.rang,
    ),
  )
/** Ce qui, d’un pli, n’est plus d’aujourd’hui. */
const reserves = (lu: Lu, p: PliScelle): readonly string[] => [
  ...((lu.cles.get(lu.r.d.g.mandataire)?.le ?? p.le) > p.le
    ? ['scellé avant la clé d’aujourd’hui du mandataire']
    : []),
  ...((lu.secours?.le ?? p.le) > p.le ? ['scellé avant le secours d’aujourd’hui'] : []),
  // D’une manche à l’autre, sceller de nouveau est ce que l’acheteur demande, à chacun : un seul qui le fait a pu lire les autres.
  ...(lu.levees.some(
    (l) =>
      l.jusque < p.rang &&
      (mancheDe(lu.manches, l.le)?.rang === mancheDe(lu.manches, p.le)?.rang || !tousScellesDe(lu, p)),
  )
    ? ['scellé de nouveau après une ouverture']
    : []),
]

/** La manche que l’acheteur a ouverte ; rien : on est avant la date limite, ou rien ne se scelle plus. */
export const mancheEnCours = (lu: Lu): Manche | undefined => lu.manches.findLast((m) => m.ouverte)
/** Ce membre a scellé, et pendant la manche qui court s’il en court une. */
export const estScelle = (lu: Lu, o: OrganismeId): boolean => {
  const p = dernierPli(lu, o)
  const depuis = mancheEnCours(lu)?.ouverteLe
  return p !== undefined && (!depuis || p.le >= depuis)
}
/** Le total se dit de ce qui est ouvert : d’une manche, une fois que chacun a scellé de nouveau et qu’une ouverture est venue après. */
export const totalSeDit = (lu: Lu): boolean => {
  const depuis = mancheEnCours(lu)?.ouverteLe
  return (
    lu.levees.some((l) => !depuis || l.le >= depuis) &&
    (!depuis || membresPresents(lu.r.d).every((m) => estScelle(lu, m.organisme)))
  )
}
/** Chaque manche, ce qui y fut scellé et le total dit : la suivante ne l’efface pas. Sans négociation des prix, rien. */
export const Manches = ({ lu }: { lu: Lu }) =>
  lu.manches.length < 2 ? null : (
    <Section
      titre="Les manches"
      id="manches"
      sous="L’offre, puis chaque fois que l’acheteur fait revoir les prix."
    >
      <Table
        legende="Les prix, manche par manche"
        lignes={lu.manches}
        colonnes={[
          {
            titre: 'Manche',
            entete: true,
            cell: (m) => (m.ouverteLe === null ? '1, l’offre' : String(m.rang)),
          },
          {
            titre: 'Ouverte le',
            cell: (m) => (m.ouverteLe ? formaterInstant(m.ouverteLe, lu.r.d.g.zone) : ''),
          },
          { titre: 'Jusqu’au', cell: (m) => (m.jusquau ? formaterDate(m.jusquau as DateCivile) : '') },
          {
            titre: 'Plis',
            nombre: true,
            cell: (m) => lu.plis.filter((p) => mancheDe(lu.manches, p.le)?.rang === m.rang).length,
          },
          {
            titre: 'Total dit par le mandataire',
            nombre: true,
            cell: (m) => {
              const t = lu.totaux.findLast((x) => mancheDe(lu.manches, x.le)?.rang === m.rang)
              return t ? formaterMontant(centimes(t.contenu.centimes)) : 'pas dit'
            },
          },
        ]}
      />
    </Section>
  )

export const Registre = ({ lu }: { lu: Lu }) => {
  const { r } = lu
  const rompue = chaineRompue(r.d.g.id, lu.plis)
  return (
    <Section
      titre="Le registre des prix scellés"
      id="registre"
      sous="Qui a scellé, quand, et l’engagement. Chaque ligne tient celle d’avant : changée, ou ôtée d’entre deux autres, elle se voit ici. La dernière ôtée, ou la chaîne refaite entière par qui tient la base, ne se voit que d’un navigateur qui avait vu le registre d’avant."
    >
      {rompue === undefined ? null : (
        <Alert fort={`La chaîne ne se refait pas à partir du pli ${rompue} : un pli a été ôté ou changé.`} />
      )}
      <Table
        legende="Les prix scellés, membre par membre"
        lignes={membresPresents(r.d)}
        colonnes={[
          { titre: 'Membre', entete: true, cell: (m) => m.nom },
          {
            titre: 'Scellé le',
            cell: (m) => {
              const p = dernierPli(lu, m.organisme)
              return p ? (
                [formaterInstant(p.le, r.d.g.zone), ...reserves(lu, p)].join(', ')
              ) : (
                <Etat etat="a-venir" mot="attendu" />
              )
            },
          },
          {
            titre: 'Engagement',
            cell: (m) => {
              const p = dernierPli(lu, m.organisme)
              return p ? <code>{court(p.engagement)}</code> : ''
            },
          },
          {
            titre: 'Empreinte de sa clé',
            cell: (m) => {
              const c = lu.cles.get(m.organisme)
              return c ? <code>{empreinteDeCle(c.publique)}</code> : ''
            },
          },
        ]}
      />
      <p>
        <small>
          Rien d’autre que cette base ne dit de qui est une clé : qui y écrirait pourrait poser la sienne au
          nom du mandataire. Avant de sceller, appelez-le et comparez l’empreinte de sa clé, groupe par groupe
          {lu.secours ? (
            <>
              , et celle du secours : <code>{empreinteDeCle(lu.secours.destinataire)}</code>
            </>
          ) : null}
          .
        </small>
      </p>
      <ul>
        {lu.levees.map((l) => (
          <li>
            Ouvert le {formaterInstant(l.le, r.d.g.zone)} par {nomDe(r, l.organisme)} : {l.motif}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export const seulesCles =
  'À deux, rien ne remplace la clé du mandataire : gardez-en une copie, sinon chacun scelle de nouveau.'
export const aDeux = (lu: Lu) => membresPresents(lu.r.d).length === 2
/** Ce que chacun lit, et l’aveu : du code servi par l’instance ne protège pas d’un serveur malveillant. */
export const QuiLit = ({ lu }: { lu: Lu }) => (
  <Section titre="Qui lira ces prix" id="qui-lit">
    <Table
      legende="Ce que chacun lit des prix d’un membre, avant et après l’ouverture"
      lignes={[
        ['Le mandataire', 'que c’est scellé, et quand', 'vos lignes et votre total'],
        [
          'Les autres membres',
          'que c’est scellé, et quand',
          aDeux(lu)
            ? 'le total du lot : à deux, le sien ôté, il reste le vôtre'
            : 'le total du lot ; vos lignes, si le mandataire les verse sous un autre nom que « bordereau »',
        ],
        ['Vous', 'vos lignes, avec votre clé', 'vos lignes, et le total du lot'],
        ['Le pôle, l’Union régionale', 'rien', 'rien'],
      ]}
      colonnes={[
        { titre: 'Qui', entete: true, cell: (l) => l[0] },
        { titre: 'Avant l’ouverture', cell: (l) => l[1] },
        { titre: 'Après', cell: (l) => l[2] },
      ]}
    />
    <p>
      <small>
        Vos prix sont chiffrés dans votre navigateur : la base, les fichiers et les clés du serveur n’en
        rendent aucun. Une limite, dite telle quelle : c’est ce serveur qui vous envoie cette page ; qui le
        tiendrait et la changerait pourrait lire un prix au moment où vous l’écrivez. Le mandataire peut
        ouvrir avant l’heure, mais pas sans que chaque membre le lise ici. Seuls lui et qui le verse lisent un
        bordereau des prix versé au dossier ; chaque membre lit un prix écrit dans une autre pièce.{' '}
        {lu.secours
          ? `Si la clé du mandataire est perdue, ${lu.secours.k} des ${membresPresents(lu.r.d).length - 1} autres membres la remplacent ensemble. Un membre de mauvaise foi peut rendre une part fausse : il en faut alors une autre.`
          : aDeux(lu)
            ? seulesCles
            : null}
      </small>
    </p>
  </Section>
)
