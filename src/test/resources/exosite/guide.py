import json
import http.client as client
import base64
import hashlib
import urllib.parse
import ssl
import time

# EXAMPLE TO DEMONSTRATE THE EXOSITE / EXOSENSE INFIELD UPDATE (OTAU) PROCESS
# THIS EXAMPLE USES HTTP DEVICE PROTOCOL 
# IF USING A CONSTRAINED DEVICE WITH ONE PORT WITH MQTT, SEE COMMENTED OUT CODE FOR USING 
# HTTP DOWNLOADS OVER A MQTT PORT USING THE ALPN PROTOCOL
# MORE INFO ON ALPN: https://docs.exosite.io/device-connectivity/device-http-api/#content-over-mqtt-port

product_id = "<PRODUCT_ID_HERE>" # IOT CONNECTOR PRODUCT (IOT CONNECTOR) ID USED IN <PRODUCT_ID>.M2.EXOSITE.IO 
token = "<DEVICE_TOKEN_HERE>" # ASSUMED DEVICE HAS ACTIVATED AND HAS TOKEN LOCALLY STORED

# IF USING MQTT - If not using HTTP over the MQTT port, this is not required.
# Use port 8883 for MQTT, could be changed to port 443 if configured from Murano product settings
# This is the important option enabling use of HTTP over MQTT port
# def ssl_alpn():
#     try:
#         print(f"OpenSSL version:{ssl.OPENSSL_VERSION}")
#         ssl_context = ssl.create_default_context()
#         alpn_protocols = ['http/1.1']
#         ssl_context.set_alpn_protocols(alpn_protocols)
# 
#         return  ssl_context
#     except Exception as e:
#         print("Exception in ssl_alpn()")
#         raise e

# context = ssl_alpn()
# host = f"{product_id}.m2.exosite.io:8883"
# conn = client.HTTPSConnection(host, context=context)

# IF ONLY USING HTTP protocol
host = f"{product_id}.m2.exosite.io"
conn = client.HTTPSConnection(host)

conn.set_debuglevel(0) # SET HIGHER TO SEE HTTP COMMUNICATION DETAILS

print("OTAU: Application starting")

def update_otau_status(status):
    ## Update otau status
    endpoint = f"/onep:v1/stack/alias"
    headers = {
        'X-Exosite-CIK': token,
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
    }
    otau_status_string = json.dumps(status)
    status_body = urllib.parse.urlencode({'otau_in': otau_status_string})
    conn.request('POST', endpoint, body=status_body, headers=headers)
    r = conn.getresponse()
    #print(f"STATUS: {str(r.status)}\nREASON: {r.reason}")   
    r.read()
    # Not handling responses for connection handling, etc in this example

while True:
    print("OTAU: Waiting for new OTAU commands via config_otau")
    ##
    ## Begin polling config_otau resource for new update command
    ## 
    endpoint = f"/onep:v1/stack/alias?config_otau"
    headers = {
        'X-Exosite-CIK': token,
        'Accept': 'application/x-www-form-urlencoded; charset=utf-8',
        'Request-Timeout': 300000,
        'If-Modified-Since': 0
    }

    conn.request('GET', endpoint, headers=headers)
    r = conn.getresponse()
    #print(f"STATUS: {str(r.status)}\nREASON: {r.reason}")

    if r.status == 200:
        # New Value
        resp_headers = r.getheaders()
        for header in resp_headers:
            if header[0] == "Last-Modified":
                print(header)
                #last = 0
                #last = int (time.time())
        data = r.read()
        #print(data)
        bodyparams = urllib.parse.parse_qs(data)
        update_manifest = bodyparams[b'config_otau'][0]
        print("OTAU: New Update found!")

        ##
        ## ACK Back by writing this value back to the platform
        ## Note: This could be done 'after' doing the infield update incase of power / update process failures
        ##

        endpoint = f"/onep:v1/stack/alias"
        headers = {
            'X-Exosite-CIK': token,
            'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        }
        ackbody = data
        conn.request('POST', endpoint, body=ackbody, headers=headers)
        r = conn.getresponse()
        #print(f"STATUS: {str(r.status)}\nREASON: {r.reason}")        
        r.read()

        ##
        ## Parse Manifest and do Infield Update process
        ## 

        manifest = json.loads(update_manifest.decode('UTF-8'))
        print(f"OTAU: Manifest Information:\n  Name: {manifest['name']} \n  Version: {manifest['version']} \n  Type: {manifest['type']} \n  Payload: {manifest['payload']} ")

        ## Update otau status
        update_otau_status({'version': manifest['version'],'status': 'INIT' ,'message': ''})

        ## 
        ## Downloading payloads
        ## Note, if the type is URL_LIST and files do not contain a host, assume content is in Exosite IoT Connector for content to download
        ## 

        time.sleep(3)
        print(f"OTAU: Downloading Packages...")

        ## Update otau status
        update_otau_status({'version': manifest['version'],'status': 'DOWNLOAD' ,'message': ''})

        ## <DOWNLOAD CODE HERE>
        if manifest['type'] == "URL_LIST":
            print(f"OTAU: begin downloading files from URL List")
            for item in manifest['payload']:
                print(f"OTAU: Software File - {str(item)}")

                # ASSUMES CONTENT IN EXOSITE IoT CONNECTOR CONTENT BUT COULD BE HOSTED ANYWHERE WITH FULL HOST / URL in URL LIST
                endpoint = f"/provision/download?id={str(item)}&info=true"
                headers = {
                    'X-Exosite-CIK': token,
                    'Accept': 'application/x-www-form-urlencoded; charset=utf-8',
                }
                conn.request('GET', endpoint, headers=headers)
                r = conn.getresponse()
                #print(f"STATUS: {str(r.status)}\nREASON: {r.reason}")
                content_blob = r.read()
                content_info = content_blob.decode('UTF-8').split(",") 
                print(f"OTAU: CONTENT INFO - {str(item)} - - - - - - ")
                print(f"Content Type: {content_info[0]}")
                print(f"Bite Size: {content_info[1]}")
                print(f"Updated Timestamp: {content_info[2]}")
                print(f"Description: {content_info[3]}")
                endpoint = f"/provision/download?id={str(item)}"
                headers = {
                    'X-Exosite-CIK': token,
                    'Accept': 'application/x-www-form-urlencoded; charset=utf-8',
                    #'Range': 'bytes=0-1000' # only used if downloading in chunks of a range of bytes at a time
                }
                conn.request('GET', endpoint, headers=headers)
                r = conn.getresponse()
                #print(f"STATUS: {str(r.status)}\nREASON: {r.reason}")
                content_blob = r.read()
                print(f"OTAU: CONTENT START - {str(item)} - - - - - - ")
                print(content_blob.decode('UTF-8'))
                print(f"OTAU: CONTENT END - {str(item)} - - - - - - ")

                # WRITE FILE TO OS, MAKE AVAIABLE FOR UPDATE PROCESS
                time.sleep(3)

                update_otau_status({'version': manifest['version'],'status': 'DOWNLOAD_STEP' ,'message': ''})

        time.sleep(3)

        update_otau_status({'version': manifest['version'],'status': 'DOWNLOAD_SUCCESS' ,'message': ''})

        time.sleep(3)

        ##
        ## Update Process 
        ##
        print(f"OTAU: Update Process Start")

        update_otau_status({'version': manifest['version'],'status': 'INSTALL' ,'message': ''})

        ## <UPDATING FIRMWARE CODE HERE>
        time.sleep(3)

        update_otau_status({'version': manifest['version'],'status': 'INSTALL_STEP' ,'message': ''})

        time.sleep(1)

        update_otau_status({'version': manifest['version'],'status': 'INSTALL_SUCCESS' ,'message': ''})

        time.sleep(3)
        ##
        ## Finish
        ##
        print(f"OTAU: Update Process Completed")
        update_otau_status({'version': manifest['version'],'status': 'INSTALLED_VERSION' ,'message': ''})

    elif r.status == 304:
        print("OTAU: Long Polling Time Out")

    elif r.status==400:
        print("OTAU: Bad Request")
        data = r.read()
        print(data)
        break

    conn.close()

print("OTAU: Application stopping")
conn.close()

