// A small SPARQL 1.1 server over Apache Jena's query engine and its store TDB2, for the tests of this folder: Debian has
// both of them, and not Fuseki. Arguments: a port and a folder.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateExecutionFactory;
import org.apache.jena.update.UpdateFactory;

public class JenaServer {
    static Dataset store;

    /** What an answer consists of. */
    record Answer(int status, String type, byte[] body) {
        static Answer text(int status, String text) {
            return new Answer(status, "text/plain", text.getBytes());
        }
    }

    public static void main(String[] args) throws Exception {
        store = TDB2Factory.connectDataset(args[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
        server.createContext("/", JenaServer::handle);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
    }

    static void handle(HttpExchange exchange) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer;
            try {
                answer = switch (exchange.getRequestURI().getPath()) {
                    case "/query" -> query(fields(new String(body, "UTF-8")));
                    case "/update" -> update(fields(new String(body, "UTF-8")));
                    case "/store" -> graph(exchange, body);
                    default -> Answer.text(404, "no such address");
                };
            } catch (RuntimeException error) {
                answer = Answer.text(400, String.valueOf(error.getMessage()));
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            boolean empty = answer.status == 204;
            exchange.sendResponseHeaders(answer.status, empty ? -1 : answer.body.length);
            if (!empty) exchange.getResponseBody().write(answer.body);
        } catch (Exception error) {
            error.printStackTrace();
        }
    }

    static Answer query(Map<String, List<String>> fields) {
        Query query = QueryFactory.create(fields.get("query").get(0));
        DatasetDescription asked = new DatasetDescription();
        asked.addAllDefaultGraphURIs(fields.getOrDefault("default-graph-uri", List.of()));
        asked.addAllNamedGraphURIs(fields.getOrDefault("named-graph-uri", List.of()));
        DatasetDescription wanted = asked.isEmpty() ? DatasetDescription.create(query) : asked;
        query.getGraphURIs().clear();
        query.getNamedGraphURIs().clear();
        return Txn.calculateRead(store, () -> {
            Dataset read = wanted == null || wanted.isEmpty()
                ? store
                : DatasetFactory.wrap(DynamicDatasets.dynamicDataset(wanted, store.asDatasetGraph(), false));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (QueryExecution run = QueryExecutionFactory.create(query, read)) {
                if (query.isAskType()) {
                    ResultSetFormatter.outputAsJSON(out, run.execAsk());
                } else if (query.isSelectType()) {
                    ResultSetFormatter.outputAsJSON(out, run.execSelect());
                } else {
                    RDFDataMgr.write(out, query.isConstructType() ? run.execConstruct() : run.execDescribe(), Lang.NTRIPLES);
                    return new Answer(200, "application/n-triples", out.toByteArray());
                }
            }
            return new Answer(200, "application/sparql-results+json", out.toByteArray());
        });
    }

    static Answer update(Map<String, List<String>> fields) {
        var request = UpdateFactory.create(fields.get("update").get(0));
        Txn.executeWrite(store, () -> UpdateExecutionFactory.create(request, store).execute());
        return new Answer(204, "text/plain", null);
    }

    static Answer graph(HttpExchange exchange, byte[] body) throws Exception {
        String name = fields(exchange.getRequestURI().getRawQuery()).get("graph").get(0);
        String method = exchange.getRequestMethod();
        if (method.equals("GET")) {
            return Txn.calculateRead(store, () -> {
                if (!store.containsNamedModel(name)) return Answer.text(404, "no such graph");
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                RDFDataMgr.write(out, store.getNamedModel(name), Lang.NTRIPLES);
                return new Answer(200, "application/n-triples", out.toByteArray());
            });
        }
        Model sent = ModelFactory.createDefaultModel();
        if (!method.equals("DELETE")) RDFDataMgr.read(sent, new ByteArrayInputStream(body), Lang.NTRIPLES);
        Txn.executeWrite(store, () -> {
            if (!method.equals("POST")) store.removeNamedModel(name);
            if (!method.equals("DELETE")) store.getNamedModel(name).add(sent);
        });
        return new Answer(204, "text/plain", null);
    }

    static Map<String, List<String>> fields(String text) throws Exception {
        Map<String, List<String>> found = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            found.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(URLDecoder.decode(parts[1], "UTF-8"));
        }
        return found;
    }
}
