import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lectureDe } from '#modules/documents/index.ts'
import { objetsSiens } from '#modules/inscriptions/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Button,
  ButtonLink,
  Copyable,
  Definitions,
  Empty,
  Exporter,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { identifiant } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { rendreArchive } from '#web/http/archive.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import {
  contresignaturesDeMesJalons,
  type EntreeDuRegistre,
  jalonsJusque,
  pageDEntrees,
  type TeteDuRegistre,
  teteDuRegistre,
} from '../db/export.ts'
import { candidatsTemoins, lireTemoins, type Temoignage } from '../db/temoins.ts'
import { hexa } from '../domain/maillon.ts'
import { exporterVers } from '../gestes/exporter-registre.ts'
import { demanderUnTemoin, repondreAuTemoin } from '../gestes/tenir-les-temoins.ts'
import {
  registreExportUrl,
  registreTemoinsUrl,
  registreTemoinUrl,
  registreUrl,
  reglageSignatureUrl,
} from '../liens.ts'
import { parGroupes } from './commun.ts'
import { Entrees } from './registre-entrees.tsx'
import { Temoins } from './registre-temoins.tsx'

const fields = z.object({
  temoin: identifiant((t) => asId<'Organisme'>(t), { phrase: 'Choisissez une coopérative.' }),
})
type Formulaire = FormOf<typeof fields>
const jour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'complet')
/** La page montre les derniers jalons ; le fichier CSV les a tous. */
const montres = 20

type Vue = {
  readonly tete: TeteDuRegistre
  readonly entrees: readonly EntreeDuRegistre[]
  readonly jalons: Awaited<ReturnType<typeof jalonsJusque>>
  readonly signes: ReadonlyMap<number, readonly string[]>
  readonly temoins: readonly Temoignage[]
  readonly candidats: readonly { readonly organisme: OrganismeId; readonly nom: string }[]
}

/** `ou` : les numéros que dit l’adresse ; une page qui n’existe pas rend les dernières. */
const lire = async (tx: TenantTx, ou: Parameters<typeof pageDEntrees>[1] = {}): Promise<Vue> => {
  const tete = await teteDuRegistre(tx)
  const signes = new Map<number, string[]>()
  for (const c of await contresignaturesDeMesJalons(tx, tete.numero))
    signes.set(c.numero, [...(signes.get(c.numero) ?? []), c.nom])
  const page = await pageDEntrees(tx, ou)
  return {
    tete,
    entrees: page.length > 0 ? page : await pageDEntrees(tx),
    jalons: (await jalonsJusque(tx, tete.numero)).toReversed(),
    signes,
    temoins: await lireTemoins(tx),
    candidats: await candidatsTemoins(tx),
  }
}

const Registre = ({
  vue,
  form,
  cle,
  regle,
  parts,
}: {
  vue: Vue
  form: Formulaire
  cle: string
  regle: boolean
  parts: boolean
}) => {
  const { tete, entrees, jalons, temoins } = vue
  const dernier = jalons[0]
  const [pourNous, parNous] = [temoins.filter((t) => t.nous), temoins.filter((t) => !t.nous)]
  return (
    <Page
      title="Registre des présences"
      lede="Chaque présence signée y est une entrée, liée à la précédente par un calcul : en changer une, l’ôter ou la déplacer se voit. Voici de quoi le vérifier sans nous croire."
      alert={form.alert}
    >
      {regle ? (
        <p>
          <a href={reglageSignatureUrl()}>Régler la signature des présences</a> : son ouverture, un code au
          lien, les SMS.
        </p>
      ) : null}
      {tete.numero === 0 ? (
        <Empty titre="Aucune entrée encore">
          La première signature d’une demi-journée ouvre le registre. Chaque feuille close y pose un jalon.
        </Empty>
      ) : (
        <Section titre="Où il en est" id="etat">
          <Definitions
            lignes={[
              ['Entrées', String(tete.numero)],
              ['Dernière entrée', tete.inscritLe ? jour(tete.inscritLe) : ''],
              ['Son empreinte', <Copyable valeur={tete.empreinte ?? ''} label="l’empreinte" />],
              [
                'Dernier jalon',
                dernier
                  ? `à l’entrée ${dernier.numero}, ${jour(dernier.poseLe)}`
                  : 'aucun : le premier se pose à la clôture d’une feuille, ou cette nuit',
              ],
              ['Clé de l’instance', <Copyable valeur={cle} label="la clé" />],
            ]}
          />
          <p>
            Un jalon fixe toutes les entrées qui le précèdent. Il part au courriel de la coopérative et chez
            ses témoins : réécrire le passé demanderait alors leur accord à tous.
          </p>
        </Section>
      )}
      <Section titre="Exporter" id="exporter">
        <p>
          Une archive qui se vérifie sans Coforme ni réseau, par la page qu’elle contient. Elle ne nomme
          personne
          {parts
            ? ' ; avec les parts personnelles, elle montre noms, connexions, tracés et motifs, et les pièces émises'
            : ''}
          .
        </p>
        <p class="gestes-l gestes-f">
          <ButtonLink href={registreExportUrl()} genre="main">
            Exporter le registre
          </ButtonLink>{' '}
          {parts ? (
            <ButtonLink href={withQuery(registreExportUrl(), { parts: 'oui' })}>
              Exporter avec les parts personnelles
            </ButtonLink>
          ) : null}
        </p>
      </Section>
      {entrees.length > 0 ? <Entrees entrees={entrees} derniere={tete.numero} /> : null}
      <Section titre="Nos témoins" id="temoins">
        {pourNous.length === 0 ? (
          <Empty titre="Personne ne témoigne pour nous">
            Demandez à une coopérative d’un de vos pôles : elle garde vos jalons, les compare et les
            contresigne. Elle n’apprend ni qui vous formez, ni à quoi.
          </Empty>
        ) : (
          <Temoins titre="Qui témoigne pour nous" liste={pourNous} regle={regle} />
        )}
        {regle && vue.candidats.length > 0 ? (
          <Form form={form} action={registreTemoinsUrl()} noms={{ temoin: 'Coopérative' }} classe="">
            <SelectField
              form={form}
              name="temoin"
              label="Demander à"
              vide="choisir"
              options={vue.candidats.map((c) => ({ value: c.organisme, label: c.nom }))}
            />
            <p>
              <Button>Demander de témoigner</Button>
            </p>
          </Form>
        ) : null}
        {parNous.length > 0 ? (
          <Temoins titre="Pour qui nous témoignons" liste={parNous} regle={regle} />
        ) : null}
      </Section>
      {jalons.length > 0 ? (
        <Section titre="Jalons" id="jalons">
          <Table
            legende={`Les ${Math.min(montres, jalons.length)} derniers jalons, sur ${jalons.length}`}
            lignes={jalons.slice(0, montres)}
            colonnes={[
              { titre: 'Entrée', entete: true, nombre: true, cell: (j) => String(j.numero) },
              { titre: 'Posé le', cell: (j) => jour(j.poseLe) },
              { titre: 'Empreinte', cell: (j) => parGroupes(empreinteDe(j.contenu).slice(0, 16)) },
              { titre: 'Contresigné par', cell: (j) => vue.signes.get(j.numero)?.join(', ') ?? '–' },
            ]}
          />
          <p>
            <Exporter href={withQuery(registreUrl(), { format: 'csv' })} />
          </p>
        </Section>
      ) : null}
    </Page>
  )
}

const empreinteDe = (contenu: string): string =>
  (JSON.parse(contenu) as { empreinte?: string }).empreinte ?? ''

const phrases: Readonly<Record<string, string>> = {
  accepter: 'Vous gardez et contresignez désormais ses jalons.',
  refuser: 'La demande est refusée.',
  cesser: 'C’est fini : ce qui est déjà gardé le reste.',
}

export const registrePages = new Hono<Env>()
  .use(registreUrl.modele, exigerDroit('registre.exporter'))
  .use('/registre/*', exigerDroit('registre.exporter'))
  .get(registreExportUrl.modele, async (c) => {
    const visiteur = c.get('visiteur')
    const brut = c.req.query('session')
    const session = brut === undefined ? undefined : asId<'Session'>(brut)
    const parts = c.req.query('parts') === 'oui'
    if (!visiteur || (brut !== undefined && !session)) return notFound(c)
    if (parts && !peutVisiteur(visiteur, 'donnees.effacer'))
      return forbidden(c, 'Les parts personnelles se montrent par la direction ou la personne déléguée.')
    return rendreArchive(`registre-${visiteur.organisme?.code ?? 'presences'}`, async (chemin) => {
      const fait = await exporterVers(
        c.get('services'),
        visiteur.acces,
        {
          parts,
          lecture: (tx) => lectureDe(tx, { siens: objetsSiens }, visiteur, c.get('services').clock.now()),
          ...(session ? { session } : {}),
        },
        chemin,
      )
      if (fait.ok) return undefined
      return fait.error.code === 'introuvable' ? notFound(c) : forbidden(c, fait.error.phrase)
    })
  })
  .get(registreUrl.modele, async (c) => {
    const visiteur = c.get('visiteur')
    const { db, keys } = c.get('services')
    const numero = (nom: string) => {
      const n = Number(c.req.query(nom) ?? '')
      return Number.isSafeInteger(n) && n > 0 ? n : undefined
    }
    const [avant, apres] = [numero('avant'), numero('apres')]
    const vue =
      visiteur &&
      (await db.withTenant(visiteur.acces, (tx) =>
        lire(tx, {
          ...(avant === undefined ? {} : { plusRecentesQue: avant }),
          ...(apres === undefined ? {} : { plusVieillesQue: apres }),
        }),
      ))
    if (!vue) return notFound(c)
    if (c.req.query('format') === 'csv')
      return repondreCsv(
        c,
        'jalons',
        enCsv(
          ['Entrée', 'Posé le', 'Empreinte', 'Contresigné par'],
          vue.jalons.map((j) => [
            j.numero,
            j.poseLe.toISOString(),
            empreinteDe(j.contenu),
            vue.signes.get(j.numero)?.join(', ') ?? '',
          ]),
        ),
      )
    return c.html(
      <Registre
        vue={vue}
        form={emptyForm()}
        cle={hexa(keys.publicKey)}
        regle={peutVisiteur(visiteur, 'organisme.regler')}
        parts={peutVisiteur(visiteur, 'donnees.effacer')}
      />,
    )
  })
  .post(registreTemoinsUrl.modele, exigerDroit('organisme.regler'), async (c) => {
    const visiteur = c.get('visiteur')
    const { db, keys, clock } = c.get('services')
    if (!visiteur) return notFound(c)
    const read = await readForm(fields, c)
    const refus = async (form: Formulaire, statut: 409 | 413 | 422) => {
      const vue = await db.withTenant(visiteur.acces, (tx) => lire(tx))
      return vue
        ? c.html(
            <Registre
              vue={vue}
              form={form}
              cle={hexa(keys.publicKey)}
              regle
              parts={peutVisiteur(visiteur, 'donnees.effacer')}
            />,
            statut,
          )
        : notFound(c)
    }
    if (!read.ok) return refus(read.form, read.status as 422)
    const fait = await db.withTenant(visiteur.acces, (tx) =>
      demanderUnTemoin(tx, read.data.temoin, clock.now()),
    )
    if (fait?.ok) return redirectWith(c, registreUrl(), { genre: 'fait', fort: 'La demande est envoyée.' })
    if (!fait) return notFound(c)
    return refus(withAlert(read.form, { titre: 'Rien n’a été demandé', phrase: fait.error.phrase }), 409)
  })
  .post(registreTemoinUrl.modele, exigerDroit('organisme.regler'), async (c) => {
    const visiteur = c.get('visiteur')
    const { db, clock } = c.get('services')
    const autre = asId<'Organisme'>(c.req.param('organisme') ?? '')
    const read = await readForm(z.object({}), c)
    const geste = read.ok ? (read.geste ?? '') : ''
    if (!visiteur || !autre || !Object.hasOwn(phrases, geste)) return notFound(c)
    const fait = await db.withTenant(visiteur.acces, (tx) =>
      repondreAuTemoin(
        tx,
        autre,
        geste as 'accepter' | 'refuser' | 'cesser',
        phrases[geste] ?? '',
        clock.now(),
      ),
    )
    return fait ? redirectWith(c, registreUrl(), { genre: 'fait', fort: phrases[geste] ?? '' }) : notFound(c)
  })
