/** La date limite, le gel de la veille, ce qui manque, et la preuve du dépôt que le mandataire a fait chez l’acheteur. */
import { z } from 'zod'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterInstant, instantDe } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  ButtonLink,
  CheckboxField,
  Empty,
  Etat,
  Facts,
  Field,
  FileField,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import { aideFichier, caseCochee, date, facultatif, heure, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { craintesDuDepot, type Depot, type DepotJuge, jugerDepots, lireEmpreinte } from '../domain/depot.ts'
import { direReste, resteAvantLimite } from '../domain/echeance.ts'
import { tous } from '../domain/ecrits.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { ecrireUneFois, verserPiece } from '../gestes/reponse.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import { archiveUrl, depotUrl, piecesUrl, pieceUrl, prixUrl, suiteUrl } from '../liens.ts'
import { bornesDePiece, champFichier, enFichier } from './coffre.page.tsx'
import { direTerme } from './commun.tsx'
import { manquesDeLaReponse } from './pieces.page.tsx'
import { fil } from './reglement.page.tsx'

const champs = z.object({
  jour: date(),
  heure: heure(),
  accuse: champFichier,
  empreinte: facultatif(
    viaParser((t) => lireEmpreinte(t), 'Recopiez l’empreinte de l’accusé, ou laissez vide.'),
  ),
  complet: caseCochee(),
  note: texte({ max: 500 }),
})
type Lu = { readonly r: Reponse; readonly depots: readonly DepotJuge[]; readonly le: Date }

const Deposes = ({ r, depots }: Lu) =>
  depots.length === 0 ? (
    <Empty titre="Rien n’est déposé">
      Coforme ne dépose pas : le mandataire dépose chez l’acheteur, puis joint ici l’accusé. Les autres
      membres le lisent aussitôt.
    </Empty>
  ) : (
    <Table
      legende="Les dépôts, dans l’ordre de l’acheteur"
      lignes={depots}
      colonnes={[
        {
          titre: 'Heure de l’acheteur',
          entete: true,
          cell: (d) => formaterInstant(new Date(d.deposeLe), r.d.g.zone),
        },
        {
          titre: 'Compte',
          cell: (d) =>
            d.enRetard ? (
              <Etat etat="manquant" mot="en retard" />
            ) : d.dernier ? (
              <Etat
                etat={d.complet ? 'prouve' : 'manquant'}
                mot={d.complet ? 'oui, le dernier' : 'oui, mais incomplet'}
              />
            ) : (
              <Etat etat="sans-objet" mot="non, un autre a suivi" />
            ),
        },
        {
          titre: 'Accusé',
          cell: (d) => <a href={pieceUrl({ groupement: r.d.g.id, piece: d.accuse })}>accusé de dépôt</a>,
        },
        {
          titre: 'Empreinte du pli',
          cell: (d) => (d.empreinte === '' ? 'non dite' : <code>{d.empreinte.slice(0, 16)}…</code>),
        },
        { titre: 'Note', cell: (d) => d.note },
      ]}
    />
  )

const Vue = ({ lu, form }: { lu: Lu; form: FormState }) => {
  const { r, depots, le } = lu
  const reste = resteAvantLimite(r.d.g.limite, le)
  const manques = manquesDeLaReponse(r)
  const craintes = reste.moment === 'passe' || depots.length > 0 ? craintesDuDepot(depots) : []
  return (
    <Page
      title="Dépôt"
      path={fil(r)}
      alert={form.alert}
      facts={
        <Facts
          faits={[
            ['Ferme', direTerme(r.d.g.limite, r.d.g.zone)],
            ['Reste', direReste(reste.minutes)],
            ['Gel interne', direTerme(reste.gel, r.d.g.zone)],
            ['Profil d’acheteur', r.reglement?.adresseDuProfil || 'non dit'],
          ]}
        />
      }
    >
      {craintes.map((c) => (
        <Alert fort={c} />
      ))}
      <Section
        titre="Avant de déposer"
        id="avant"
        sous="La veille, tout se fige : la journée qui reste est pour déposer, et pour déposer encore."
      >
        {manques.length === 0 ? (
          <p>
            <Etat etat="prouve" mot="complet" /> Chaque pièce demandée est versée, et vaut à la date limite.
          </p>
        ) : (
          <ul>
            {manques.map((m) => (
              <li>
                <Etat etat="manquant" mot="manque" /> {m}
              </li>
            ))}
          </ul>
        )}
        <p class="gestes-l">
          <ButtonLink href={piecesUrl({ groupement: r.d.g.id })}>Pièces</ButtonLink>{' '}
          <ButtonLink href={prixUrl({ groupement: r.d.g.id })}>Prix</ButtonLink>{' '}
          <ButtonLink href={archiveUrl({ groupement: r.d.g.id })}>Emporter l’archive</ButtonLink>
        </p>
      </Section>
      <Section titre="La preuve de dépôt" id="preuve">
        <Deposes {...lu} />
        {r.mandataire && r.d.g.etat === 'constitue' ? (
          <Form
            form={form}
            action={`${depotUrl({ groupement: r.d.g.id })}/garder`}
            fichiers
            noms={{ jour: 'Jour', heure: 'Heure', accuse: 'Accusé', empreinte: 'Empreinte' }}
          >
            <div class="champs">
              <Field form={form} name="jour" label="Déposé le" hint={`à la pendule de l’acheteur`} />
              <Field form={form} name="heure" label="À" hint="15 h 26" />
              <Field
                form={form}
                name="empreinte"
                label="Empreinte du pli, telle que dite"
                optional
                span={3}
              />
              <FileField
                form={form}
                name="accuse"
                label="Accusé de dépôt"
                accept="application/pdf,image/png,image/jpeg"
                hint={aideFichier(bornesDePiece)}
              />
              <CheckboxField
                form={form}
                name="complet"
                large
                label="Ce pli porte tout : s’il en existe un autre avant, il ne compte plus"
              />
              <Field form={form} name="note" label="Note" optional span={3} />
            </div>
            <Actions libelle="Garder cette preuve" />
          </Form>
        ) : null}
        {reste.moment === 'passe' ? (
          <p>
            <ButtonLink href={suiteUrl({ groupement: r.d.g.id })}>
              La suite : attribution, commandes, leçons
            </ButtonLink>
          </p>
        ) : null}
      </Section>
    </Page>
  )
}

const droit = 'marches.repondre' as const
export const depotPage = ({ keys }: Pick<Services, 'keys'>) =>
  pageEtGestes({
    lien: depotUrl,
    droit,
    async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
      const r = await enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit })
      return (
        r && {
          r,
          depots: jugerDepots(
            tous<Depot>(r.ecrits, 'depot').map((d) => d.contenu),
            r.d.g.limite,
          ),
          le,
        }
      )
    },
    vue: (tx, lu, revenu) =>
      enMontrant(tx, lu.r.d, { revenu, le: lu.le }, <Vue lu={lu} form={revenu?.form ?? emptyForm()} />),
    gestes: {
      garder: petitGeste<typeof champs, Lu, undefined>({
        champs,
        droit,
        peut: ({ r }) =>
          (r.mandataire && r.d.g.etat === 'constitue') ||
          'Le mandataire d’un groupement constitué dépose, et garde la preuve.',
        async faire(tx, { lu: { r }, data, le, cle }: Envoi<Lu, z.output<typeof champs>>) {
          const quand = instantDe(data.jour as DateCivile, data.heure, r.d.g.zone).instant
          if (quand > le) {
            const phrase = 'Ce dépôt serait à venir : écrivez l’heure que dit l’accusé.'
            return { ok: false, error: { code: 'jour', phrase, champs: { jour: phrase } } }
          }
          const garde = await verserPiece(
            tx,
            keys,
            r,
            { id: cle, exigence: 'accuse', expireLe: null, motif: '' },
            enFichier(data.accuse),
            le,
          )
          if (!garde.ok) return garde
          const contenu: Depot = {
            deposeLe: quand.toISOString(),
            empreinte: data.empreinte ?? '',
            accuse: cle,
            complet: data.complet,
            note: data.note,
          }
          return ecrireUneFois(tx, r, 'depot', contenu, cle, le)
        },
        suite: (_f, { r }) => ({
          vers: depotUrl({ groupement: r.d.g.id }),
          dit: { genre: 'fait', fort: 'La preuve est gardée.', suite: 'Chaque membre la lit.' },
        }),
      }),
    },
  })
