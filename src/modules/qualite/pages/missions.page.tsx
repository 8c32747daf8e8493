/** Tenir l’audit d’une autre coopérative : accepter, lire l’échantillon, écrire les fiches. On n’ouvre jamais cette coopérative. */

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, CheckboxField, Empty, Etat, Facts, Form, Page, Section } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { caseCochee } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type EchantillonLu,
  lireEchantillon,
  lireFichierRemis,
  lirePointDeMission,
  type MissionRecue,
  missionsRecues,
} from '../db/missions.ts'
import { dernieres, nommerPoint } from '../domain/audit-blanc.ts'
import { majuscule, motsGenreAudit } from '../domain/mots.ts'
import { lirePhotoFigee } from '../domain/photo.ts'
import { ecrireLaFiche, quitterLAudit, repondreALaMission } from '../gestes/tenir-mission.ts'
import { missionPieceUrl, missionPointUrl, missionPreuvesUrl, missionsUrl, missionUrl } from '../liens.ts'
import { archiveRemise } from './archive-remise.ts'
import { champsFiche, type FormFiche, formDeFiche } from './audit.page.tsx'
import {
  type Adresses,
  FichesDuPoint,
  FormulaireFiche,
  jourCourt,
  Pieces,
  PointOuvert,
  Programme,
  SessionsMontrees,
  Tirage,
} from './audit-vue.tsx'
import { racine } from './commun.ts'
import { repondreFichier } from './fichier.ts'
import { adresseDe, Liste } from './missions-liste.tsx'
import { motsEtat } from './regards.page.tsx'

const champsReponse = z.object({ engagement: caseCochee() })
type FormReponse = FormOf<typeof champsReponse>

const filMissions = [...racine, { libelle: 'Audits tenus pour d’autres', href: missionsUrl() }]
/** Ce qui peut être un point : rien d’autre n’atteint la base. */
const lisible = (point: string) => /^[a-z0-9]{1,10}$/.test(point)

const Reponse = ({ m, form }: { m: MissionRecue; form: FormReponse }) => (
  <Page
    title={`${m.organisme} vous demande d’être son auditeur`}
    path={filMissions}
    lede={m.finalite}
    alert={form.alert}
  >
    <Facts
      faits={[
        ['Audit', `${motsGenreAudit[m.genre]}, grille du ${jourCourt(m.auditLe)}`],
        ['Jusqu’au', formaterDate(m.expireLe as DateCivile)],
        ['État', <Etat {...motsEtat[m.etat]} />],
      ]}
    />
    {m.etat === 'propose' ? (
      <Form form={form} noms={{ engagement: 'Engagement' }} classe="">
        <CheckboxField
          form={form}
          name="engagement"
          label="Je ne lis ces dossiers que pour cet audit, je n’en garde ni n’en répète rien ; je sais que chaque lecture s’écrit chez la coopérative auditée."
        />
        <p>
          <Button genre="call" geste="accepter">
            Accepter d’être l’auditeur
          </Button>{' '}
          <Button geste="refuser">Refuser</Button>
        </p>
      </Form>
    ) : m.etat === 'accepte' ? (
      <p>Une autre personne de votre coopérative tient cet audit.</p>
    ) : (
      <p>Plus rien ne s’y lit.</p>
    )}
  </Page>
)

const Deroule = ({ m, lu, adresses }: { m: MissionRecue; lu: EchantillonLu; adresses: Adresses }) => {
  const photo = lirePhotoFigee(lu.photo)
  return (
    <Page
      title={`L’audit ${de(lu.organisme)}`}
      path={filMissions}
      lede={lu.finalite}
      islands={lu.engagement ? ['copier'] : []}
    >
      <Facts
        faits={[
          ['Audit', `${motsGenreAudit[lu.genre]}, grille du ${jourCourt(lu.auditLe)}`],
          ['Jusqu’au', formaterDate(lu.expireLe as DateCivile)],
          [
            'Où il en est',
            lu.concluLe
              ? `conclu le ${jourCourt(lu.concluLe)}`
              : photo || lu.ouvertLe
                ? 'ouvert'
                : 'pas encore ouvert',
          ],
        ]}
      />
      {photo ? (
        <>
          <SessionsMontrees titre="L’échantillon" id="echantillon" sessions={photo.sessions} />
          <Programme photo={photo} fiches={dernieres(lu.constats)} adresses={adresses} />
          <Pieces photo={photo} adresses={adresses} />
          <p>
            <a href={missionPreuvesUrl({ organisme: m.organismeId, mission: m.id })}>
              Télécharger les preuves, par indicateur (ZIP)
            </a>
          </p>
        </>
      ) : lu.ouvertLe ? (
        <Empty titre="La copie de l’échantillon est à refaire">
          Elle date d’avant une mise à jour du logiciel. Dites-le à {lu.organisme} : elle la refait, et vous
          la lisez ici.
        </Empty>
      ) : (
        <Empty titre="L’échantillon n’est pas encore tiré">
          {lu.organisme} ouvrira l’audit devant vous. Gardez l’engagement ci-dessous : la graine révélée devra
          y correspondre.
        </Empty>
      )}
      <Section titre="Le tirage" id="tirage">
        {lu.engagement ? (
          <Tirage engagement={lu.engagement} graine={lu.graine} />
        ) : (
          <p>Les données ne sont pas encore gelées.</p>
        )}
      </Section>
      <Form form={emptyForm()} classe="" action={adresseDe(m)}>
        <p>
          <Button geste="cesser">Ne plus tenir cet audit</Button>
        </p>
      </Form>
    </Page>
  )
}

const PointVue = ({
  m,
  lu,
  numero,
  form,
  adresses,
}: {
  m: MissionRecue
  lu: EchantillonLu
  numero: string
  form: FormFiche
  adresses: Adresses
}) => {
  const photo = lirePhotoFigee(lu.photo)
  const point = photo?.points.find((p) => p.point === numero)
  if (!photo || !point) return null
  const siennes = lu.constats.filter((f) => f.point === numero)
  return (
    <Page
      title={`${majuscule(nommerPoint(numero).replace(/^l\u2019/, ''))} : ${point.intitule}`}
      path={[...filMissions, { libelle: `L’audit ${de(lu.organisme)}`, href: adresseDe(m) }]}
      alert={form.alert}
      islands={lu.concluLe ? [] : ['chrono']}
    >
      <PointOuvert point={point} photo={photo} adresses={adresses} />
      <FichesDuPoint fiches={siennes} />
      {lu.concluLe ? null : <FormulaireFiche form={form} point={point} rang={siennes.length + 1} />}
    </Page>
  )
}

export const missionsPages = (services: Pick<Services, 'db' | 'clock' | 'storage'>) => {
  const { db, clock, storage } = services
  /** La mission de l’adresse, si elle nous est adressée ; ailleurs ou absente : la même page. */
  const pourMission = (
    c: Context<Env>,
    work: (tx: TenantTx, m: MissionRecue, visiteur: Visiteur) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const [organisme, mission] = [c.req.param('organisme'), c.req.param('mission')]
      const m = (await missionsRecues(tx)).find((x) => x.organismeId === organisme && x.id === mission)
      return m ? work(tx, m, visiteur) : notFound(c)
    })
  const adressesDe = (m: MissionRecue): Adresses => ({
    point: (point) => missionPointUrl({ organisme: m.organismeId, mission: m.id, point }),
    piece: (piece) => missionPieceUrl({ organisme: m.organismeId, mission: m.id, piece }),
  })
  const lecteurDe = (m: MissionRecue) => ({ organisme: m.organismeId, mission: m.id })
  return new Hono<Env>()
    .get(missionsUrl(), exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const missions = await missionsRecues(tx)
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              'audits-tenus',
              enCsv(
                ['Coopérative', 'Audit', 'Grille du', 'Jusqu’au', 'État'],
                missions.map((m) => [
                  m.organisme,
                  motsGenreAudit[m.genre],
                  m.auditLe,
                  m.expireLe,
                  m.conclu ? 'conclu' : motsEtat[m.etat].mot,
                ]),
              ),
            )
          : c.html(<Liste missions={missions} />)
      }),
    )
    .get(missionUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourMission(c, async (tx, m) => {
        const lu = m.mienne ? await lireEchantillon(tx, lecteurDe(m), 'dossier') : undefined
        return lu
          ? c.html(<Deroule m={m} lu={lu} adresses={adressesDe(m)} />)
          : c.html(<Reponse m={m} form={emptyForm()} />)
      }),
    )
    .post(missionUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(champsReponse, c)
      return pourMission(c, async (tx, m, visiteur) => {
        if (!read.ok) return c.html(<Reponse m={m} form={read.form} />, read.status)
        const le = clock.now()
        if (read.geste === 'cesser') {
          await quitterLAudit(tx, visiteur, m, le)
          return redirectWith(c, missionsUrl(), { genre: 'fait', fort: 'Vous ne tenez plus cet audit.' })
        }
        const oui = read.geste === 'accepter'
        if (!oui && read.geste !== 'refuser')
          return c.html(<Reponse m={m} form={withAlert(read.form, 'Ce geste n’existe pas.')} />, 422)
        const fait = await repondreALaMission(tx, visiteur, m, { oui, engagement: read.data.engagement }, le)
        if (!fait.ok)
          return fait.error.code === 'engagement'
            ? c.html(<Reponse m={m} form={withErrors(read.form, { engagement: fait.error.phrase })} />, 422)
            : c.html(<Reponse m={m} form={withAlert(read.form, fait.error.phrase)} />, 409)
        return redirectWith(c, oui ? adresseDe(m) : missionsUrl(), {
          genre: 'fait',
          fort: oui ? 'Vous êtes son auditeur.' : 'La demande est refusée.',
        })
      })
    })
    .get(missionPointUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourMission(c, async (tx, m) => {
        const numero = c.req.param('point')
        const lu =
          m.mienne && lisible(numero) ? await lireEchantillon(tx, lecteurDe(m), `point:${numero}`) : undefined
        if (!lu || !lirePhotoFigee(lu.photo)?.points.some((p) => p.point === numero)) return notFound(c)
        return c.html(
          <PointVue
            m={m}
            lu={lu}
            numero={numero}
            form={formDeFiche(lu.constats.filter((f) => f.point === numero))}
            adresses={adressesDe(m)}
          />,
        )
      }),
    )
    .post(missionPointUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(champsFiche, c)
      return pourMission(c, async (tx, m, visiteur) => {
        const numero = c.req.param('point')
        // La fiche s’écrit sans relire l’échantillon ; refusée, la page le remontre, et cette lecture-là s’écrit.
        const point =
          m.mienne && lisible(numero) ? await lirePointDeMission(tx, lecteurDe(m), numero) : undefined
        if (!point) return notFound(c)
        const reprendre = async (form: FormFiche, status: 200 | 409 | 413 | 415 | 422) => {
          const lu = await lireEchantillon(tx, lecteurDe(m), `point:${numero}`)
          return lu
            ? c.html(<PointVue m={m} lu={lu} numero={numero} form={form} adresses={adressesDe(m)} />, status)
            : notFound(c)
        }
        if (!read.ok) return reprendre(read.form, read.status)
        const fiche = { ...read.data, point: numero, secondes: read.data.secondes ?? null }
        const fait = await ecrireLaFiche(tx, visiteur, m, point, fiche, clock.now())
        if (!fait.ok) {
          const { code, phrase } = fait.error
          return code === 'perime'
            ? reprendre(withAlert(read.form, phrase), 409)
            : reprendre(
                withErrors(read.form, { [code === 'sans-risque' ? 'risque' : 'conclusion']: phrase }),
                422,
              )
        }
        return redirectWith(c, `${adresseDe(m)}#programme`, {
          genre: 'fait',
          fort: `${majuscule(nommerPoint(numero))} a sa fiche.`,
        })
      })
    })
    .get(missionPreuvesUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourMission(c, async (tx, m) => {
        const lu = m.mienne ? await lireEchantillon(tx, lecteurDe(m), 'archive') : undefined
        const remise =
          lu && (await archiveRemise(lu, (piece) => lireFichierRemis(tx, lecteurDe(m), piece), services))
        return remise ?? notFound(c)
      }),
    )
    .get(missionPieceUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourMission(c, async (tx, m) => {
        const piece = asId<'Piece'>(c.req.param('piece'))
        const lu = piece && m.mienne ? await lireFichierRemis(tx, lecteurDe(m), piece) : undefined
        return lu ? repondreFichier(await storage.open(lu), lu.type, lu.libelle) : notFound(c)
      }),
    )
}
